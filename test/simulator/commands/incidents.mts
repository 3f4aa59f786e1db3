import { success } from '../responses.mts';
import type { CommandHandler } from '../simulator.mts';
import { incident, utcNow } from '../world.mts';
import { documentedCommand } from './documented.mts';
import { MAX_TITLE } from './oneIncident.mts';

const create = documentedCommand({
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
});

/** api-docs: create-an-incident. Where its response has the number of the new one was not to be seen. */
const createIncident: CommandHandler = (call) => {
	const response = create(call);
	if (response.status !== 200) return response;
	const { params, world } = call;
	const now = utcNow();
	const number = `${now.slice(0, 10).replaceAll('-', '')}-${world.incidents.length + 1}`;
	world.incidents.push({
		...incident(number, String(params.Title ?? '').slice(0, MAX_TITLE), now),
		'IR Type': params.IncidentType,
		Severity: params.Severity ?? 'Medium',
		Owner: params.Owner ?? 'System',
	});
	return success(
		world.openQuestions.returnsIncidentNumber ? { rawData: { 'Incident Number': number } } : {},
	);
};

/** Pages as the commands cite them. Where no response stands, none was seen there. */
export const incidentCommands: Record<string, CommandHandler> = {
	CreateAnIncident: createIncident,
	getIncidentInvestigationDetails: documentedCommand({
		required: ['Incident Numbers', 'Investigation Section Names'],
		response: {
			returnData: {
				Status: 'Successful',
				Data: [
					{
						IncidentNo: '20240202-1',
						Summary: { Content: '', Data: {} },
						Finding: [{ Type: '', Content: '', Data: {} }],
					},
				],
			},
		},
	}),
	AddInvestigationDetails: documentedCommand({
		required: [
			'Incident Number',
			'Investigation Section',
			'Investigation Detail Content',
			'Editing Type',
		],
		optional: ['Investigation Detail in JSON'],
	}),
	AddInvestigationTableContent: documentedCommand({
		required: [
			'Incident Number',
			'Investigation Section',
			'Investigation Detail in JSON',
			'Editing Type',
		],
	}),
	ModifyIncidentForm: documentedCommand({
		required: ['Incident Types', 'Section', 'Action'],
		response: { returnData: { Status: 'Successful' } },
	}),
	UpdateDynamicFieldsByNumber: documentedCommand({
		required: ['Incident Number', 'Section Name', 'Conditions', 'Field Values'],
		response: {
			keyFields: {
				IncidentNumber: '20200530-303',
				ModifiedDate: '5/30/2020 10:01:26 AM',
				ModifiedBy: 'admin user',
			},
			returnData: 'Succeed',
			contextData: {
				incidentNumber: '20200530-303',
				sectionName: 'MySection',
				condition: { FirstName: 'Bob', LastName: 'James' },
				fieldAndValue: { Email: 'user01@example.com', PhoneNumber: '6040000000' },
			},
		},
	}),
	GetLinkedIncidentsOfAnIncident: documentedCommand({
		required: ['Incident Number'],
		response: {
			returnData: { Status: 'Successful', Data: ['20211015-2', '20211015-3', '20211027-4'] },
		},
	}),
	// Its page shows a partial success, with ErrorData.
	RemoveLinkedIncidents: documentedCommand({
		required: ['Linked Incident Numbers to be Removed', 'Source Incident Number'],
		response: {
			returnData: {
				Status: 'Successful',
				Data: { 'Current linked Incident(s) of Incident 20231025-130 ': ['20231025-131'] },
			},
		},
	}),
	GetRelatedIncidentsByArtifact: documentedCommand({
		required: [
			'Artifact Type',
			'Artifact Name(s)',
			'Search Within Last Number of Days',
			'Maximum Number of Results',
		],
		response: {
			returnData: [
				{
					Status: 'Successful',
					Data: [
						{
							Creator: 'admin user',
							CreatorID: 1,
							Description: 'Description',
							ID: 1,
							IncidentNo: '20221203-1',
							IncidentTypeID: 1,
							IncidentTypeName: 'Playbook - Phishing',
							Owner: 'admin user',
							OwnerID: 1,
							OwnerSite: 'Site',
							OwnerSiteID: 95,
							ReportingDate: '2022-12-03T02:20:05Z',
							ReportingUtcDate: '2022-12-02T18:20:05Z',
							SeverityID: 5,
							SeverityName: 'Critical',
							Status: 'Closed',
							StatusID: 3,
							TimeZone: 'China Standard Time',
							Title: 'Title',
						},
					],
				},
			],
		},
	}),
	LinkIncidentToExistingCases: documentedCommand({
		required: ['Case Numbers', 'Incident ID List'],
		optional: ['Username'],
	}),
	// As utility: link-incidents-to-a-new-case has it; api-docs requires nothing.
	LinkIncidentsToNewCase: documentedCommand({
		required: [
			'Incident Numbers',
			"Case Owner's Site",
			'Case Reported Date',
			'Case Type',
			'Case Lead Investigators',
			'Case Priority',
			'Case Timezone',
			'Username',
		],
		optional: ['Copy Form Data'],
		response: {
			returnData: '20210330-16',
			contextData: [
				{
					IncidentNumber: '20210330-180',
					LinkedCaseNumber: '20210330-16',
					UpdatedForm: [{ ID: 223, Name: 'ABC 01' }],
				},
			],
		},
	}),
	GetIncidentTimelineEntries: documentedCommand({
		required: ['Incident Number'],
		optional: ['Filter', 'Sort Order'],
		response: {
			returnData: {
				Status: 'Successful',
				Data: [
					{
						TimelineID: 66,
						Time: '2024-05-22 17:02:53',
						Summary: 'Unauthorized data access detected',
						Note: 'Multiple login attempts from unusual IP addresses',
						EventType: 'Security Breach',
						Tactic: ['Initial Access'],
						Technique: [],
						RiskLevel: 'High',
						Description: '',
					},
				],
			},
		},
	}),
	AddIncidentTimelineEntry: documentedCommand({
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
	GetIncidentCommandCenterLogs: documentedCommand({
		required: ['Incident Number'],
		optional: ['Log Type ID', 'Artifact Type ID'],
	}),
	ExploreArtifactbySIX: documentedCommand({
		required: ['Incident Number'],
		response: { contextData: { type: 'bundle', objects: [] } },
	}),
	// With neither ids nor names D3 removes every file.
	RemoveIncidentAttachment: documentedCommand({
		required: ['Incident Numbers'],
		optional: ['File Ids', 'File Names'],
	}),
};
