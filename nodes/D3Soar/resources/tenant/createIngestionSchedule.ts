import type { Command } from '../../../shared/command';
import { choice, json, number, text, booleanSwitch } from '../../../shared/fields';

/**
 * Have a tenant's site fetch data at intervals. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/create-tenant-data-ingestion-schedule (compared 2026-11)
 */
export const createIngestionSchedule: Command = {
	command: 'CreateTenantDataIngestionSchedule',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Create Ingestion Schedule',
		value: 'createIngestionSchedule',
		action: 'Create ingestion schedule for tenant site',
		description: "Create a schedule that fetches events or incidents into a tenant's site",
	},
	fields: [
		text('Integration Name', {
			required: true,
			description: 'Integration that the data comes from',
		}),
		text('Data Ingestion Connection', {
			required: true,
			description: 'Connection of that integration',
		}),
		choice('Is Fetch Incident Or Event', {
			required: true,
			options: ['Event Intake', 'Incident Intake'],
			description: 'Whether to ingest events or incidents',
		}),
		booleanSwitch('Is Shared To Client Connection', {
			description: 'Whether the connection is shared with the client',
		}),
		text('Tenant Region', {
			required: true,
			placeholder: 'e.g. AMER',
			description: 'Region of the tenant',
		}),
		text('Tenant Name', { required: true, description: 'Name of the tenant' }),
		text('Tenant Site', {
			required: true,
			description: "Name of the tenant's site",
		}),
		number('Schedule Interval', {
			required: true,
			description: 'Minutes between fetches',
		}),
		text('Event Playbook', { description: 'Name of the event playbook' }),
		booleanSwitch('Enable Email Notification', {
			description: 'Whether D3 sends email notifications about the schedule',
		}),
		number('Max Attempts', { description: 'Maximum number of attempts' }),
		json('Command Details', {
			type: 'object',
			description: 'Details of the command that fetches the data, as JSON',
		}),
		text('JSON Path For Site', {
			description: 'JSON path of the site name in the data',
		}),
		text('Global List For Site Mapping', {
			description: 'Name of the global list that maps the data to sites',
		}),
	],
	narrowedBy: ['Event Playbook', 'JSON Path For Site', 'Global List For Site Mapping'],
	topLevel: ['Is Shared To Client Connection'],
	subject: (values) =>
		`ingestion schedule for "${String(values['Integration Name'])}" in tenant site "${String(values['Tenant Site'])}"`,
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: "Look at the integration's data ingestion schedules",
	},
};
