import type { Command } from '../../command';
import { json, text, toggle } from '../../fields';

/** Bring event automation rules to a tenant. https://docs.d3security.com/utility-command-docs/Working-version/sync-event-automation-rule */
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
		toggle('Sync All Shared', {
			description: 'Whether to sync all available rules. D3 then ignores Automation Info.',
		}),
		json('Automation Info', {
			of: 'array',
			description: 'The rules to sync, as a JSON array, e.g. [{"RuleId": 12}]',
		}),
		text('Tenant Region', {
			required: true,
			placeholder: 'e.g. AMER',
			description: 'Region of the tenant as D3 shows it',
		}),
		text('Tenant Name', { required: true, description: 'Name of the tenant as D3 shows it' }),
		toggle('Sync All Tenant Sites', {
			description: 'Whether to sync to all sites of the tenant. D3 then ignores Tenant Site.',
		}),
		text('Tenant Site', { description: "Name of the tenant's site as D3 shows it" }),
	],
	refuses: (values) => {
		if (values['Sync All Shared'] !== true && values['Automation Info'] === undefined) {
			return 'There is nothing to sync. Give Automation Info or turn on Sync All Shared.';
		}
		return values['Sync All Tenant Sites'] !== true && values['Tenant Site'] === undefined
			? 'There is no site to sync to. Give a Tenant Site or turn on Sync All Tenant Sites.'
			: undefined;
	},
	about: (values) => `sync of event automation rules to tenant "${String(values['Tenant Name'])}"`,
};
