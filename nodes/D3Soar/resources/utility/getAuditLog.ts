import { auditLogRows } from '../../../shared/response/lists';
import type { Command } from '../../../shared/command';
import { dateTime, json, number } from '../../../shared/fields';

/**
 * The log of what was done in D3.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-d3-log (compared 2026-11)
 */
export const getAuditLog: Command = {
	command: 'getD3Log',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Audit Log',
		value: 'getAuditLog',
		action: 'Get audit log',
		description: "Get the entries of D3's audit log of a time",
	},
	fields: [
		dateTime('Start Time', {
			required: true,
			dateOnly: 'startOfDay',
			description:
				"From when. A date without an offset is in the workflow's time zone. 2026-05-15 14:32:00 is sent unchanged.",
		}),
		dateTime('End Time', {
			required: true,
			dateOnly: 'endOfDay',
			description:
				"Until when. A date without an offset is in the workflow's time zone. 2026-05-15 14:32:00 is sent unchanged.",
		}),
		number('Top Number', { description: 'How many entries to get at most, e.g. 100' }),
		json('Search Condition', {
			type: 'array',
			description:
				'Which entries to get, as a JSON array, e.g. [{"Type": "User", "Action": "Add"}]',
		}),
	],
	narrowedBy: ['Search Condition'],
	rows: auditLogRows,
};
