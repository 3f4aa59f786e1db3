import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

const CASE_NUMBER = '20230130-156';

/** utility: create-a-case, update-a-case, search-case, monitor-case-changes, remove-case-attachment */
export const caseCommands: Record<string, CommandHandler> = {
	createCase: documentedCommand({
		required: ['Time Zone', 'Case Status', 'Reported Date', 'Owner Site', 'User Name'],
		optional: [
			'Incident Date',
			'Case Type',
			'Priority',
			'Invesitagtor',
			'Description',
			'Title',
			'Access Level',
		],
		response: { rawData: { CaseNumber: CASE_NUMBER } },
	}),
	updateCase: documentedCommand({
		required: ['Case Number'],
		optional: [
			'Case Status',
			'Incident Date',
			'Owner Site',
			'Case Type',
			'Priority',
			'Invesitagtor',
			'Description',
			'Title',
			'Access Level',
			'User Name',
		],
		response: { rawData: { CaseNumber: CASE_NUMBER } },
	}),
	SearchCase: documentedCommand({
		optional: [
			'Site Name',
			'Case Type',
			'Start Time UTC',
			'End Time UTC',
			'Case Status',
			'Wildcard Search',
			'Username',
		],
		response: {
			returnData: ['20201201-3'],
			contextData: [
				{
					'Case Number': '20201201-3',
					'Case Site': 'Security Operations',
					'Case Type': 'Criminal Investigation',
					'Case Title': 'A case title',
					'Case Report Date UTC': '2021-01-26 12:45:29.000',
					'Case Status': 'Prepare',
					'Case Creator': 'admin user',
				},
			],
		},
	}),
	monitorCaseChanges: documentedCommand({
		required: ['Start Time', 'User Name'],
		response: {
			returnData: { NextStartTime: '2023-04-05T20:42:51.483' },
			rawData: {
				NextStartTime: '2023-04-05T20:42:51.483',
				CaseList: [
					{
						CaseData: {
							'Case Number': '20230330-12',
							Status: 'Prepare',
							Timezone: '(GMT-12:00) International Date Line West',
							'Reported Date': '2023-03-08T00:00:00',
							'Site Name': 'APSOC',
							'Case Type': 'Alarms',
							'Case Priority': '1',
							Description: '<p>tt</p>',
							'Case Owner': [{ FIRST_NAME: 'admin', LAST_NAME: 'user' }],
							'Is New': 'False',
						},
						NCaseHistoryData: [
							{
								CaseID: 7374,
								'Field Name': 'CaseLastModifiedDT',
								'Previous Value': 'Mar 30 2023 12:36PM',
								'New Value': 'Mar 30 2023  1:45PM',
								'Tab Name': 'Summary',
							},
						],
					},
				],
			},
		},
	}),
	RemoveCaseAttachment: documentedCommand({
		required: ['Case Numbers'],
		optional: ['File Ids', 'File Names'],
	}),
};
