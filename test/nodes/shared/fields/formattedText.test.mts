import { formattedText, html, severalLines } from '../../../../nodes/shared/fields/index.ts';
import { resources } from '../../../../nodes/D3Soar/resources/index.ts';
import { UTC_ZONES } from '../../../support/fixtures.mts';

/** D3 shows these texts as HTML. A log or a mail must look there as it does where it comes from. */

const field = formattedText('Description', { description: 'What happened' });
const sent = (text: string, textFormat: 'text' | 'html' = 'text') =>
	field.toD3(text, { ...UTC_ZONES, textFormat });

it.each([
	['an indent', 'a:\n  b', 'a:<br>&nbsp; b'],
	['an indent of one blank', ' a\n b', '&nbsp;a<br>&nbsp;b'],
	['a tab', '\ta', '&nbsp;&nbsp;&nbsp; a'],
	['columns', 'a   b', 'a&nbsp;&nbsp; b'],
	['each kind of line break', 'a\r\nb\rc\n\nd\u2028e', 'a<br>b<br>c<br><br>d<br>e'],
	['single blanks', 'a b c', 'a b c'],
	['tags', '<b> & "c"', '&lt;b&gt; &amp; &quot;c&quot;'],
])('plain text keeps %s, which HTML would merge or hide', (_what, text, expected) => {
	expect(sent(text)).toBe(expected);
});

it('HTML is sent unchanged where Text Format says so', () => {
	expect(sent('<p>a  b</p>\n', 'html')).toBe('<p>a  b</p>\n');
});

it('a parameter that D3 documents as HTML says so and is sent unchanged', () => {
	const body = html('Body', { description: 'Text of the email' });
	expect(body.property.description).toMatch(/^Text of the email\. Enter HTML: /);
	expect(body.toD3('<p>a  b</p>\n', UTC_ZONES)).toBe('<p>a  b</p>\n');
	const documented = resources.flatMap(({ commands }) =>
		commands.flatMap(({ command, fields }) =>
			fields
				.filter(({ property }) => property.description?.includes('Enter HTML: ') === true)
				.map(({ parameter }) => `${command}: ${parameter}`),
		),
	);
	expect(documented.sort()).toEqual([
		'AddInvestigationDetails: Investigation Detail Content',
		'SendEmail: Email Body',
		'SetIncidentFieldHTML: HTML Content',
	]);
});

describe('where a text is from, if Add Trace says that it is to be added', () => {
	const trace = 'Created by n8n, workflow <b>, execution 7';
	const asHtml = 'Created by n8n, workflow &lt;b&gt;, execution 7';

	it.each([
		['plain text that D3 shows formatted', formattedText, undefined, `a &amp; b<br><br>${asHtml}`],
		['HTML by Text Format', formattedText, 'html', `a & b<br><br>${asHtml}`],
		['HTML', html, undefined, `a & b<br><br>${asHtml}`],
		['plain text', severalLines, undefined, `a & b\n\n${trace}`],
	] as const)(
		'it stands at the end of %s, and the name of a workflow is never HTML',
		(_what, kind, textFormat, expected) => {
			const field = kind('Note', { description: 'What it says' });
			const conversion = { ...UTC_ZONES, ...(textFormat && { textFormat }) };
			expect(field.toD3('a & b', { ...conversion, trace })).toBe(expected);
			expect(field.toD3('a & b', conversion)).not.toContain('n8n');
			expect(field.toD3(' ', { ...conversion, trace })).toBeUndefined();
		},
	);
});
