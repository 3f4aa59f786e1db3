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
		description: 'Find the numbers of incidents by site, type, time, status or a word',
	},
	fields: [
		text('Site Name', {
			placeholder: 'e.g. Security Operations',
			description:
				'Site to search. Left empty, D3 searches the site of the call, or all internal sites if that is an internal one; the user of the call must then not be the system user.',
		}),
		text('Incident Type', {
			placeholder: 'e.g. Phishing',
			description: 'Only incidents of this type, as your D3 names it',
		}),
		dateTime('Start Time UTC', {
			zone: 'utc',
			dateOnly: 'startOfDay',
			description:
				"Only incidents reported from this time on. A date without an offset is in the workflow's time zone. 2026-05-15 14:32:00 is UTC already; 2026-05-15 alone means the start of that day in UTC.",
		}),
		dateTime('End Time UTC', {
			zone: 'utc',
			dateOnly: 'endOfDay',
			description:
				"Only incidents reported up to this time. A date without an offset is in the workflow's time zone. 2026-05-15 14:32:00 is UTC already; 2026-05-15 alone means the end of that day in UTC.",
		}),
		choice('Status', {
			options: ['Open', 'Closed', 'In Progress', 'On Hold'],
			description: 'Only incidents with this status',
		}),
		text('Wildcard Search', {
			placeholder: 'e.g. 20220125-1',
			description: 'Text to look for in all fields of the incidents, also in your own',
		}),
		number('Top Number', {
			description: 'How many incidents to return at most. Left empty, D3 returns up to 100.',
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
					message: 'There is nothing to search by',
					advice: 'Enter at least one of the fields above Top Number.',
				}
			: undefined,
};
