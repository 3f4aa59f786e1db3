import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

/**
 * api-docs: run-playbooks, get-playbook-tasks-metadata. utility: publish-live-playbooks-across-sites;
 * trigger-incident-external-action, of whose answer the data was not seen
 */
export const playbookCommands: Record<string, CommandHandler> = {
	RunPlaybooks: documented({
		required: ['Playbook Names', 'Incident Numbers'],
		answer: {
			contextData: [
				{
					'Incident Number': '20220725-12',
					'Playbook List': ['runPlaybookComand1'],
					Result: 'Successful',
				},
			],
		},
	}),
	TriggerIncidentExternalAction: documented({
		required: ['Search Conditions'],
		optional: ['Trigger Data'],
		answer: { returnData: { Status: 'Successful' } },
	}),
	GetPlaybookTasksMetadata: documented({
		required: ['Playbook Type', 'Playbook Name'],
		optional: ['Integration Name'],
		answer: {
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
	PublishLivePlaybooksAcrossSites: documented({
		required: ['Playbook Name', 'Site List', 'Action'],
		answer: {
			returnData: {
				Status: 'Successful',
				Data: { 'Current Shared Sites': ['Security Operations', 'demoSite1', 'demoSite2'] },
			},
		},
	}),
};
