import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

const CASE_NUMBER = 'C-20220125-1';

/** util: search-case, remove-case-attachment, monitor-case-changes */
export const caseCommands: Record<string, CommandHandler> = {
	createCase: documented({
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
		answer: { rawData: { CaseNumber: CASE_NUMBER } },
	}),
	updateCase: documented({
		required: ['Case Number'],
		optional: [
			'Time Zone',
			'Case Status',
			'Incident Date',
			'Reported Date',
			'Owner Site',
			'Case Type',
			'Priority',
			'Invesitagtor',
			'Description',
			'Title',
			'Access Level',
			'User Name',
		],
		answer: { rawData: { CaseNumber: CASE_NUMBER } },
	}),
	SearchCase: documented({
		optional: [
			'Site Name',
			'Case Type',
			'Start Time UTC',
			'End Time UTC',
			'Case Status',
			'Wildcard Search',
			'Username',
		],
	}),
	monitorCaseChanges: documented({
		required: ['Start Time', 'User Name'],
		answer: {
			returnData: { NextStartTime: '2022-01-25 14:32:00' },
			rawData: {
				CaseList: [
					{
						CaseData: {
							'Case Number': CASE_NUMBER,
							Status: 'Open',
							Timezone: '(GMT-08:00) Pacific Standard Time',
							'Reported Date': '01/25/2022 14:32',
							'Site Name': 'Security Operations',
							'Case Type': 'Phishing',
							'Case Priority': '3',
							Description: '',
							'Case Owner': ['Jane Doe'],
							'Is New': true,
						},
						NCaseHistoryData: [],
					},
				],
			},
		},
	}),
	RemoveCaseAttachment: documented({
		required: ['Case Numbers'],
		optional: ['File Ids', 'File Names'],
	}),
};
