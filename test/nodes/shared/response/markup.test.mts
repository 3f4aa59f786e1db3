import { neutralizeTags } from '../../../../nodes/shared/response/markup.ts';

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
