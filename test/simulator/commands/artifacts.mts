import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

/** utility: set-artifact-state names the artifacts. The sample of api-docs: set-artifact-state has an empty list. */
const setArtifactState: CommandHandler = (call) => {
	const { params } = call;
	return documentedCommand({
		required: ['Artifact Names'],
		optional: ['Artifact Type', 'State', 'Description'],
		response: {
			returnData: 'Succeed',
			rawData: '',
			contextData: {
				artifacts: params['Artifact Names'],
				state: params.State,
				description: params.Description,
			},
			outputData: '',
		},
	})(call);
};

/**
 * api-docs: save-and-link-artifacts-to-incident and get-current-artifact-types-and-relationships, whose
 * answers were not seen; set-artifact-risk-level. utility: add-notes-to-artifacts
 */
export const artifactCommands: Record<string, CommandHandler> = {
	SaveArtifactForIncident: documentedCommand({
		required: ['Artifact Fields', 'Incident Number'],
		present: ['Artifact Type'],
	}),
	SetArtifactState: setArtifactState,
	SetArtifactRiskLevel: documentedCommand({
		required: ['Artifact Type', 'Artifact Name', 'Risk Level'],
		response: {
			contextData: {
				artifacts: [{ name: 'sample.vbs', type: 'External Endpoint', risklevel: 'Medium' }],
			},
		},
	}),
	AddNotesToArtifacts: documentedCommand({
		required: ['Artifact Name', 'Note'],
		optional: ['Artifact Type'],
		response: {
			contextData: [
				{
					'Artifact Name': 'D3CYBER-DC',
					'Artifact Type': 'Internal Endpoint',
					Note: 'Notes sample text',
					LastModifiedLocalDate: '01/26/2022 09:42 PM',
					Result: 'Successful',
				},
			],
		},
	}),
	GetCurrentArtifactTypesAndRelationships: documentedCommand({
		optional: ['Artifact Category', 'Artifact Type ID', 'Artifact Type Name'],
	}),
};
