import type { Command } from '../../../shared/command';
import { json, text, booleanSwitch } from '../../../shared/fields';

/**
 * Copy event automation rules to a tenant. Its response was not seen.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/sync-event-automation-rule (compared 2026-11)
 */
export const syncAutomationRule: Command = {
	command: 'SyncEventAutomationRule',
	idempotency: 'idempotent',
	operation: {
		name: 'Sync Event Automation Rules',
		value: 'syncAutomationRule',
		action: 'Sync event automation rules to tenant',
		description: 'Sync event automation rules to a tenant',
	},
	fields: [
		booleanSwitch('Sync All Shared', {
			description: 'Whether to sync all available rules. D3 then ignores Automation Info.',
		}),
		json('Automation Info', {
			type: 'array',
			dates: 'none',
			description: 'Rules to sync, as JSON, e.g. [{"RuleId": 12}]',
		}),
		text('Tenant Region', {
			required: true,
			placeholder: 'e.g. AMER',
			description: 'Region of the tenant',
		}),
		text('Tenant Name', { required: true, description: 'Name of the tenant' }),
		booleanSwitch('Sync All Tenant Sites', {
			description: 'Whether to sync to all sites of the tenant. D3 then ignores Tenant Site.',
		}),
		text('Tenant Site', { description: "Name of the tenant's site" }),
	],
	topLevel: ['Sync All Shared', 'Automation Info', 'Sync All Tenant Sites', 'Tenant Site'],
	narrowedBy: ['Automation Info', 'Tenant Site'],
	validate: (values) => {
		if (values['Sync All Shared'] !== true && values['Automation Info'] === undefined) {
			return {
				message: 'Nothing to sync',
				advice: 'Enter Automation Info or turn on Sync All Shared.',
			};
		}
		return values['Sync All Tenant Sites'] !== true && values['Tenant Site'] === undefined
			? {
					message: 'No site to sync to',
					advice: 'Enter a Tenant Site or turn on Sync All Tenant Sites.',
				}
			: undefined;
	},
	subject: (values) =>
		`sync of event automation rules to tenant "${String(values['Tenant Name'])}"`,
};
