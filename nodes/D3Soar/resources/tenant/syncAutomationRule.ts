import type { Command } from '../../command';
import { json, text } from '../../fields';

/** Bring event automation rules to a tenant. https://docs.d3security.com/utility-command-docs/working-version/sync-event-automation-rule */
export const syncAutomationRule: Command = {
	command: 'SyncEventAutomationRule',
	effect: 'repeatable',
	operation: {
		name: 'Sync Event Automation Rules',
		value: 'syncAutomationRule',
		action: 'Sync event automation rules to tenant',
		description: 'Sync event automation rules to a tenant',
	},
	fields: [
		text('Sync All Shared', {
			description:
				"Whether to sync all shared rules, in the words that the command's page in D3 shows",
		}),
		json('Automation Info', {
			of: 'array',
			description: 'The rules to sync, as a JSON array, e.g. [{"RuleId": 12}]',
		}),
		text('Tenant Region', { required: true, description: 'Region of the tenant as D3 shows it' }),
		text('Tenant Name', { required: true, description: 'Name of the tenant as D3 shows it' }),
		text('Sync All Tenant Sites', {
			description:
				"Whether to sync to all sites of the tenant, in the words that the command's page in D3 shows",
		}),
		text('Tenant Site', { description: "Name of the tenant's site as D3 shows it" }),
	],
	about: (values) => `sync of event automation rules to tenant "${String(values['Tenant Name'])}"`,
};
