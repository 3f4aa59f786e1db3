import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

/**
 * api-docs: run-playbooks, get-playbook-tasks-metadata. utility: publish-live-playbooks-across-sites;
 * trigger-incident-external-action, of whose response the data was not seen
 */
export const playbookCommands: Record<string, CommandHandler> = {
	RunPlaybooks: documentedCommand({
		required: ['Playbook Names', 'Incident Numbers'],
		response: {
			contextData: [
				{
					'Incident Number': '20220725-12',
					'Playbook List': ['runPlaybookComand1'],
					Result: 'Successful',
				},
			],
		},
	}),
	TriggerIncidentExternalAction: documentedCommand({
		required: ['Search Conditions'],
		present: ['Trigger Data'],
		response: { returnData: { Status: 'Successful' } },
	}),
	// utility: pause-sla. It names no incident.
	PauseSLA: documentedCommand({
		required: ['SLA Name'],
		response: { returnData: 'Succeed', contextData: { SLA: 'Response', State: 'Paused' } },
	}),
	GetPlaybookTasksMetadata: documentedCommand({
		required: ['Playbook Type', 'Playbook Name'],
		optional: ['Integration Name'],
		response: {
			returnData: {
				Status: 'Successful',
				Data: [
					{
						TaskName: 'CommandTask',
						TaskId: '*****',
						TaskType: 'Command Task',
						TaskConfig: {
							IntegrationName: 'IntegrationName',
							CommandName: 'CommandName',
							Connection: 'C',
						},
					},
				],
			},
		},
	}),
	PublishLivePlaybooksAcrossSites: documentedCommand({
		required: ['Playbook Name', 'Site List', 'Action'],
		response: {
			returnData: {
				Status: 'Successful',
				Data: { 'Current Shared Sites': ['Security Operations', 'demoSite1', 'demoSite2'] },
			},
		},
	}),
};
