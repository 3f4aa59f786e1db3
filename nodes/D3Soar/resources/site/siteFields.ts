/**
 * What D3's pages have in common for creating and updating sites.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-site (compared 2026-11)
 */
import { choice, text } from '../../../shared/fields';

export const SITE_TYPES = ['Client', 'Internal'];

export const siteDescription = text('Site Description', { description: 'What the site is for' });

export const timeZoneWords = {
	placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
	description: 'Time zone of the site, as shown in D3',
};

export const language = choice('Language', {
	options: [
		'Default(English)',
		'Arabic',
		'American',
		'French',
		'German',
		'Portuguese',
		'Spanish',
		'Traditional Chinese',
	],
	description: 'Language of the site',
});
