import type { Command } from '../../../shared/command';
import { choice, dateTime, number, text } from '../../../shared/fields';
import { numberedIncidents } from '../../../shared/response/lists';

/**
 * Find incidents by at least one criterion.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/search-incident (compared 2026-11)
 */
export const search: Command = {
	command: 'SearchIncident',
	idempotency: 'readOnly',
	operation: {
		name: 'Search',
		value: 'search',
		action: 'Search incidents',
		description: 'Find the numbers of incidents by site, type, time, status or text',
	},
	fields: [
		text('Site Name', {
			placeholder: 'e.g. Security Operations',
			description:
				"Site to search. If empty, D3 searches this node's site or, if that is an internal site, all internal sites. Username must then not be the system user.",
		}),
		text('Incident Type', {
			placeholder: 'e.g. Phishing',
			description: 'Only incidents of this type, as named in D3',
		}),
		dateTime('Start Time UTC', {
			zone: 'utc',
			dateOnly: 'startOfDay',
			description: 'Only incidents reported at or after this time.',
		}),
		dateTime('End Time UTC', {
			zone: 'utc',
			dateOnly: 'endOfDay',
			description: 'Only incidents reported at or before this time.',
		}),
		choice('Status', {
			options: ['Open', 'Closed', 'In Progress', 'On Hold'],
			description: 'Only incidents with this status',
		}),
		text('Wildcard Search', {
			placeholder: 'e.g. 20220125-1',
			description: 'Text to search for in all incident fields, including custom ones',
		}),
		number('Top Number', {
			description: 'Maximum number of incidents to return. If empty, D3 returns up to 100.',
		}),
	],
	narrowedBy: [
		'Site Name',
		'Incident Type',
		'Start Time UTC',
		'End Time UTC',
		'Status',
		'Wildcard Search',
	],
	sendsUsernameParameter: true,
	// D3's sample has the bare numbers: ["20210128-216"]
	rows: numberedIncidents,
	validate: (values) =>
		Object.keys(values).every((name) => name === 'Top Number')
			? {
					message: 'No search criteria',
					advice: 'Fill in at least one field other than Top Number.',
				}
			: undefined,
};
