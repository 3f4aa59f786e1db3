import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

/** Where a default answer stands, D3's pages were not seen to show one. */
export const artifactCommands: Record<string, CommandHandler> = {
	SaveArtifactForIncident: documented({
		required: ['Artifact Fields', 'Incident Number'],
		optional: ['Artifact Type'],
	}),
	SetArtifactState: documented({
		optional: ['Artifact Names', 'Artifact Type', 'State', 'Description'],
		answer: { rawData: '' },
	}),
	SetArtifactRiskLevel: documented({
		required: ['Artifact Type', 'Artifact Name', 'Risk Level'],
		answer: {
			contextData: {
				artifacts: [{ name: 'https://example.com/login', type: 'URL', risklevel: 'Medium' }],
			},
		},
	}),
	AddNotesToArtifacts: documented({
		required: ['Artifact Name', 'Note'],
		optional: ['Artifact Type'],
	}),
	GetCurrentArtifactTypesAndRelationships: documented({
		optional: ['Artifact Category', 'Artifact Type ID', 'Artifact Type Name'],
	}),
};
