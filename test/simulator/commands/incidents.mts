import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

const TAGS = {
	Status: 'Successful',
	Data: {
		incidentNumber: '20220125-1',
		Tags: ['phishing'],
		modifiedDate: '2022-01-25 13:28:13',
		result: 'Successful',
		modifiedBy: 'admin user',
	},
};

/** Where a default answer stands, D3's pages were not seen to show one. */
export const incidentCommands: Record<string, CommandHandler> = {
	CloseIncidentInBulk: documented({
		required: ['Incident Numbers', 'Bypass Required Pending Tasks'],
		optional: ['Bypass All Required Fields', 'Username', 'Conclusion'],
	}),
	UpdateIncidentOwnerInBulk: documented({ optional: ['Incident Numbers', 'Owner', 'Username'] }),
	CreateAnIncident: documented({
		required: ['IncidentType'],
		optional: [
			'Title',
			'Description',
			'Severity',
			'Playbook',
			'Owner',
			'TimeZone',
			'DueDate',
			'RawData',
		],
	}),
	getIncidentStaticField: documented({
		required: ['Incident Number'],
		optional: ['Site Name', 'Username'],
		answer: { returnData: { Data: { 'IR Number': '20220125-1', Title: 'Suspicious mail' } } },
	}),
	SearchIncident: documented({
		optional: [
			'Site Name',
			'Incident Type',
			'Start Time UTC',
			'End Time UTC',
			'Status',
			'Wildcard Search',
			'Username',
			'Top Number',
		],
	}),
	SetIncidentField: documented({ required: ['Incident Number', 'Field Name', 'Field Value'] }),
	SetIncidentFieldHTML: documented({
		required: ['Incident Number', 'Field Name', 'HTML Content'],
	}),
	// The page of this one prints the object as a string.
	AddIncidentTags: documented({
		required: ['Incident Number', 'Mode', 'Tags'],
		answer: { returnData: JSON.stringify(TAGS) },
	}),
	// Without tags D3 removes every one.
	RemoveIncidentTags: documented({
		required: ['Incident Number'],
		optional: ['Tags'],
		answer: { returnData: TAGS },
	}),
	getIncidentInvestigationDetails: documented({
		required: ['Incident Numbers', 'Investigation Section Names'],
	}),
	AddInvestigationDetails: documented({
		required: [
			'Incident Number',
			'Investigation Section',
			'Investigation Detail Content',
			'Editing Type',
		],
		optional: ['Investigation Detail in JSON'],
	}),
	UpdateDynamicFieldsByNumber: documented({
		required: ['Incident Number', 'Section Name', 'Conditions', 'Field Values'],
	}),
	GetLinkedIncidentsOfAnIncident: documented({ required: ['Incident Number'] }),
	RemoveLinkedIncidents: documented({
		required: ['Linked Incident Numbers to be Removed', 'Source Incident Number'],
	}),
	GetRelatedIncidentsByArtifact: documented({
		required: [
			'Artifact Type',
			'Artifact Name(s)',
			'Search Within Last Number of Days',
			'Maximum Number of Results',
		],
		answer: {
			returnData: [
				{
					Status: 'Successful',
					Data: [{ ID: 1, IncidentNo: '20220125-1', Title: 'Suspicious mail', Status: 'Open' }],
				},
			],
		},
	}),
	LinkIncidentToExistingCases: documented({
		optional: ['Case Numbers', 'Incident ID List', 'Username'],
	}),
	// Without numbers D3 takes the current incident.
	LinkIncidentsToNewCase: documented({
		optional: [
			'Incident Numbers',
			"Case Owner's Site",
			'Case Reported Date',
			'Case Type',
			'Case Lead Investigators',
			'Case Priority',
			'Case Timezone',
			'Copy Form Data',
			'Username',
		],
	}),
	GetIncidentTimelineEntries: documented({
		required: ['Incident Number'],
		optional: ['Filter', 'Sort Order'],
		answer: {
			returnData: {
				Status: 'Successful',
				Data: [
					{
						TimelineID: 1,
						Time: '2022-01-25 13:28:13',
						Summary: 'First click',
						Note: '',
						EventType: '',
						Tactic: ['Collection'],
						Technique: ['Data from Local System'],
						RiskLevel: 'Low',
						Description: '',
					},
				],
			},
		},
	}),
	AddIncidentTimelineEntry: documented({
		required: ['Incident Number'],
		optional: [
			'Time',
			'Note',
			'Event Type',
			'Tactic & Technique',
			'Risk',
			'Description',
			'Summary',
		],
	}),
	GetIncidentCommandCenterLogs: documented({
		required: ['Incident Number'],
		optional: ['Log Type ID', 'Artifact Type ID'],
	}),
	ExploreArtifactbySIX: documented({
		required: ['Incident Number'],
		answer: { contextData: { type: 'bundle', objects: [] } },
	}),
	// With neither ids nor names D3 removes every file.
	RemoveIncidentAttachment: documented({
		required: ['Incident Numbers'],
		optional: ['File Ids', 'File Names'],
	}),
};
