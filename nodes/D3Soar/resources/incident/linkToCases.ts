import type { Command } from '../../command';
import { list } from '../../fields';

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
		list('Incident ID List', { required: true, description: 'Incidents to link to them' }),
	],
	namesUser: true,
};
