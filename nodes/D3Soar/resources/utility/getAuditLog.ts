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
		description: 'Get D3 audit log entries for a time range',
	},
	fields: [
		dateTime('Start Time', {
			required: true,
			dateOnly: 'startOfDay',
			description: 'Start of the time range.',
		}),
		dateTime('End Time', {
			required: true,
			dateOnly: 'endOfDay',
			description: 'End of the time range.',
		}),
		number('Top Number', { description: 'Maximum number of entries to return, e.g. 100' }),
		json('Search Condition', {
			type: 'array',
			description: 'Which entries to return, as JSON, e.g. [{"Type": "User", "Action": "Add"}]',
		}),
	],
	narrowedBy: ['Search Condition'],
	rows: auditLogRows,
};
