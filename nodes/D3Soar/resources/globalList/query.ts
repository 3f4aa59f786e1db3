import type { Command } from '../../../shared/command';
import { list, text } from '../../../shared/fields';

/**
 * Filter texts by the values of a global list: D3 returns those that are in it.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/filter-text-array-by-global-list-value (compared 2026-11)
 */
export const query: Command = {
	command: 'QueryList',
	idempotency: 'readOnly',
	operation: {
		name: 'Query',
		value: 'query',
		action: 'Query global list',
		description: 'Find which of the given values are in a global list',
	},
	fields: [
		text('Global List Name', {
			description: 'Name of the global list',
		}),
		text('JSON Path', {
			placeholder: 'e.g. $.SystemName',
			description: 'JSON path of the values in the list to compare with',
		}),
		list('Target Values', {
			separator: 'lines',
			placeholder: 'e.g. 203.0.113.7',
			description: 'Values to look up',
		}),
	],
	narrowedBy: ['Global List Name', 'JSON Path', 'Target Values'],
	topLevel: ['Global List Name', 'JSON Path', 'Target Values'],
	subject: (values) => `query of global list "${String(values['Global List Name'] ?? '')}"`,
};
