import { isObject } from '../../../shared/response/parse';
import { itemsIn } from '../../../shared/response/items';
import type { Command } from '../../../shared/command';
import { dateTime, text } from '../../../shared/fields';

/**
 * Find cases.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/search-case (compared 2026-11)
 */
export const search: Command = {
	command: 'SearchCase',
	idempotency: 'readOnly',
	operation: {
		name: 'Search',
		value: 'search',
		action: 'Search cases',
		description: 'Find cases by site, type, time, status or text',
	},
	fields: [
		text('Site Name', {
			placeholder: 'e.g. Security Operations',
			description: 'Name of the site whose cases to search',
		}),
		text('Case Type', {
			placeholder: 'e.g. Criminal Investigation',
			description: 'Only cases of this type, as D3 shows it',
		}),
		dateTime('Start Time UTC', {
			zone: 'utc',
			dateOnly: 'startOfDay',
			description:
				"Only cases reported from this time on. A date without an offset is in the workflow's time zone. Text in D3's own format, 2026-05-15 14:32:00, is taken as UTC.",
		}),
		dateTime('End Time UTC', {
			zone: 'utc',
			dateOnly: 'endOfDay',
			description:
				"Only cases reported up to this time. A date without an offset is in the workflow's time zone. Text in D3's own format, 2026-05-15 14:32:00, is taken as UTC.",
		}),
		text('Case Status', {
			placeholder: 'e.g. Prepare',
			description: 'Only cases with this status, as D3 shows it',
		}),
		text('Wildcard Search', {
			placeholder: 'e.g. 20201201-3',
			description: 'Text to look for in the cases',
		}),
	],
	narrowedBy: [
		'Site Name',
		'Case Type',
		'Start Time UTC',
		'End Time UTC',
		'Case Status',
		'Wildcard Search',
	],
	sendsUsernameParameter: true,
	// `returnData` has only the numbers of the cases.
	rows: ({ contextData, ...response }) => {
		const cases = Array.isArray(contextData) ? contextData.filter(isObject) : [];
		return cases.length > 0 ? cases : itemsIn(response, 'readOnly');
	},
};
