import type { Command } from '../../../shared/command';
import { list } from '../../../shared/fields';

/**
 * Add tactics and techniques to events.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/add-tactics-techniques-to-events (compared 2026-11)
 */
export const addTechniques: Command = {
	command: 'SetEventTechniques',
	idempotency: 'idempotent',
	operation: {
		name: 'Add Techniques',
		value: 'addTechniques',
		action: 'Add techniques to events',
		description: 'Add tactics and techniques to events',
	},
	fields: [
		list('Event IDs', {
			required: true,
			type: 'integers',
			placeholder: 'e.g. 1024',
			description: 'IDs of the events',
		}),
		list('Tactics', {
			placeholder: 'e.g. Collection',
			description: 'Tactics by name or ID (TA...)',
		}),
		list('Techniques', {
			placeholder: 'e.g. Data from Local System',
			description: 'Techniques by name or ID (T...)',
		}),
	],
	topLevel: ['Tactics', 'Techniques'],
	validate: (values) =>
		values.Tactics === undefined && values.Techniques === undefined
			? { message: 'Nothing to add', advice: 'Enter Tactics or Techniques.' }
			: undefined,
};
