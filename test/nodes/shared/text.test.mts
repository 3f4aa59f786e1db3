import {
	joinSentences,
	lowerFirst,
	neutralizeTags,
	startOf,
	truncate,
} from '../../../nodes/shared/text.ts';

// n8n's editor renders descriptions as HTML, so the title of an incident could carry a planted link.
it.each([
	['<a href="x">y</a>', '‹a href="x">y‹/a>'],
	['<IMG src=x onerror=y>', '‹IMG src=x onerror=y>'],
	['<!-- x -->', '‹!-- x -->'],
	['<?xml?>', '‹?xml?>'],
])('shows %s without an HTML tag, so that text from D3 cannot inject markup', (text, shown) =>
	expect(neutralizeTags(text)).toBe(shown),
);

it.each(['1 < 2', 'a <= b', '<<', '<3', 'x > y', ''])(
	'leaves %p unchanged, since it contains no HTML tag',
	(text) => {
		expect(neutralizeTags(text)).toBe(text);
	},
);

// Half an emoji is shown as a box, and some databases reject it.
describe('a truncated text', () => {
	it.each([
		['between the halves of an emoji', 'ab😀c', 3, 'ab…'],
		['between an emoji and its skin colour', 'a👍🏽c', 3, 'a…'],
		['within a family of four', 'a👨‍👩‍👧‍👦c', 9, 'a…'],
		['between the letters of a flag', 'a🇨🇦🇩🇪', 7, 'a🇨🇦…'],
		['before a combining accent', 'ae\u0301c', 2, 'a…'],
		['between carriage return and line feed', 'a\r\nb', 2, 'a…'],
		['after a whole emoji', 'a😀bc', 3, 'a😀…'],
		['at its end', 'a😀', 3, 'a😀'],
	])('truncates a text only between whole characters: %s', (_where, text, maxLength, kept) => {
		expect(truncate(text, maxLength)).toBe(kept);
	});

	it('startOf cuts a text without an ellipsis', () => {
		expect(startOf('ab😀c', 3)).toBe('ab');
		expect(startOf('ab', 3)).toBe('ab');
	});
});

it('joins sentences into one that ends once', () => {
	expect(joinSentences(['No.', 'Not that.', 'Never.'], '; ')).toBe('No; Not that; Never.');
	expect(joinSentences(['No.'], '; ')).toBe('No.');
});

it('lowers only the first letter of a text that follows another', () => {
	expect(lowerFirst('Look in D3')).toBe('look in D3');
});
