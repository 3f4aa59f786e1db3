import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

/** D3's pages were not seen to show the answers of these. */
export const playbookCommands: Record<string, CommandHandler> = {
	RunPlaybooks: documented({ required: ['Playbook Names', 'Incident Numbers'] }),
	TriggerIncidentExternalAction: documented({ required: ['Search Conditions', 'Trigger Data'] }),
	GetPlaybookTasksMetadata: documented({
		required: ['Playbook Type', 'Playbook Name'],
		optional: ['Integration Name'],
	}),
	PublishLivePlaybooksAcrossSites: documented({
		required: ['Playbook Name', 'Site List'],
		optional: ['Action'],
	}),
};
