import { neutralizeTags, startOf, truncate } from '../../../nodes/shared/text.ts';

// n8n's editor renders descriptions as HTML: the title of an incident may be a link somebody planted.
it.each([
	['<a href="x">y</a>', '‹a href="x">y‹/a>'],
	['<IMG src=x onerror=y>', '‹IMG src=x onerror=y>'],
	['<!-- x -->', '‹!-- x -->'],
	['<?xml?>', '‹?xml?>'],
])('%s begins no tag', (text, shown) => expect(neutralizeTags(text)).toBe(shown));

it.each(['1 < 2', 'a <= b', '<<', '<3', 'x > y', ''])('%p stays as it is', (text) => {
	expect(neutralizeTags(text)).toBe(text);
});

// Half an emoji is shown as a box, and some databases refuse to store it.
describe('a text that is cut', () => {
	it.each([
		['between the halves of an emoji', 'ab😀c', 3, 'ab…'],
		['between an emoji and its skin colour', 'a👍🏽c', 3, 'a…'],
		['within a family of four', 'a👨‍👩‍👧‍👦c', 9, 'a…'],
		['between the letters of a flag', 'a🇨🇦🇩🇪', 7, 'a🇨🇦…'],
		['before an accent that is a sign of its own', 'ae\u0301c', 2, 'a…'],
		['between carriage return and line feed', 'a\r\nb', 2, 'a…'],
		['behind a whole emoji', 'a😀bc', 3, 'a😀…'],
		['where it ends', 'a😀', 3, 'a😀'],
	])('%s keeps whole characters', (_where, text, maxLength, kept) => {
		expect(truncate(text, maxLength)).toBe(kept);
	});

	it('has no sign that it goes on where only its start is wanted', () => {
		expect(startOf('ab😀c', 3)).toBe('ab');
		expect(startOf('ab', 3)).toBe('ab');
	});
});
