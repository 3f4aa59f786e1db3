import type { Command } from '../../command';
import { incidents, list } from '../../fields';

/** Link incidents to cases that exist. */
export const linkToCases: Command = {
	command: 'LinkIncidentToExistingCases',
	effect: 'repeatable',
	operation: {
		name: 'Link to Cases',
		value: 'linkToCases',
		action: 'Link incidents to cases',
		description: 'Link incidents to cases that exist',
	},
	fields: [
		list('Case Numbers', { required: true, description: 'Numbers of the cases' }),
		incidents('Incident ID List', { required: true }),
	],
	namesUser: true,
};
