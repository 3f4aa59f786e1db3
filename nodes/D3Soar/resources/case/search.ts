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
			description: 'Site to search',
		}),
		text('Case Type', {
			placeholder: 'e.g. IT Forensic',
			description: 'Only cases of this type, as shown in D3',
		}),
		dateTime('Start Time UTC', {
			zone: 'utc',
			dateOnly: 'startOfDay',
			description: 'Only cases reported at or after this time.',
		}),
		dateTime('End Time UTC', {
			zone: 'utc',
			dateOnly: 'endOfDay',
			description: 'Only cases reported at or before this time.',
		}),
		text('Case Status', {
			placeholder: 'e.g. Prepare',
			description: 'Only cases with this status, as shown in D3',
		}),
		text('Wildcard Search', {
			placeholder: 'e.g. 20201201-3',
			description: 'Text to search for in the cases',
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
