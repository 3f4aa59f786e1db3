import { isDeepStrictEqual } from 'node:util';

import type { D3Response } from './responses.mts';

/** A request and its response as a page of D3 prints them, to the letter. */
export interface Sample {
	readonly page: string;
	readonly command: string;
	/** `CommandParams` of the request. */
	readonly params: Record<string, unknown>;
	readonly response: string;
}

const API_DOCS = 'https://docs.d3security.com/api-docs/Working-version';

/** The pages that could be read as far as the end of a response. That of Create Task is in simulator.test.mts. */
export const SAMPLES: readonly Sample[] = [
	{
		page: `${API_DOCS}/set-artifact-state`,
		command: 'SetArtifactState',
		params: {
			'Artifact Names': ['216.251.148.1', 'xmr.pool.minergate.com'],
			'Artifact Type': 'External Endpoint',
			State: 'Block',
			Description: 'Related to crypto currency mining, need to be blocked',
		},
		response: `{
    "error": "",
    "returnData": "Succeed",
    "rawData": "",
    "contextData": {
        "artifacts": [],
        "state": "Block",
        "description": "Related to crypto currency mining, need to be blocked"
    },
    "outputData": ""
}`,
	},
	{
		page: `${API_DOCS}/set-artifact-risk-level`,
		command: 'SetArtifactRiskLevel',
		params: {
			'Artifact Type': 'External Endpoint',
			'Artifact Name': 'sample.vbs',
			'Risk Level': 'Medium',
		},
		response: `{
    "error": "",
    "returnData": "Successful",
    "contextData": {
        "artifacts": [
            {
                "name": "sample.vbs",
                "type": "External Endpoint",
                "risklevel": "Medium"
            }
        ]
    }
}`,
	},
	{
		page: `${API_DOCS}/get-users-emails-grouped-by-domain`,
		command: 'EmailGroupByDomain',
		params: {
			'Email Array': ['user_1@xxx.com', 'user_2@xxx.de', 'user_3@xxx.schwarz', 'user_4@xxx.com'],
			'Domain Array': ['iso@xxx.com', 'iso@xxx.de', 'iso@xxx.schwarz'],
		},
		response: `{
    "error": "",
    "returnData": "Successful",
    "contextData": [
        {
            "domain": "iso@xxx.com",
            "users": [
                {
                    "email": "user_1@xxx.com"
                },
                {
                    "email": "user_4@xxx.com"
                }
            ]
        },
        {
            "domain": "iso@xxx.de",
            "users": [
                {
                    "email": "user_2@xxx.de"
                }
            ]
        },
        {
            "domain": "iso@xxx.schwarz",
            "users": [
                {
                    "email": "user_3@xxx.de"
                }
            ]
        }
    ]
}`,
	},
	{
		page: `${API_DOCS}/remove-linked-incidents`,
		command: 'RemoveLinkedIncidents',
		params: {
			'Linked Incident Numbers to be Removed': ['20210127-198', '20210127-197'],
			'Source Incident Number': '20231025-130',
		},
		response: `{
    "error": "",
    "returnData": {
      "Status": "Partially Successful",
      "Data": {
          "Current linked Incident(s) of Incident 20231025-130 ": [
              "20231025-131"
          ]
      },
      "ErrorData": [
          {
              "Incident Number": "20210127-198",
              "Error message": "The source incident is not linked to this incident."
          }
      ]
    }
}`,
	},
	{
		page: `${API_DOCS}/get-linked-incidents-of-an-incident`,
		command: 'GetLinkedIncidentsOfAnIncident',
		params: { 'Incident Number': '20211015-2' },
		response: `{
    "error": "",
    "returnData": {
        "Status": "Successful",
        "Data": [
            "20211015-2",
            "20211015-3",
            "20211027-4",
            "20211027-8",
            "20211027-9",
            "20230914-3"
        ]
    }
}`,
	},
	{
		page: `${API_DOCS}/link-incident-to-existing-cases`,
		command: 'LinkIncidentToExistingCases',
		params: {
			'Case Numbers': ['20210127-198', '20210127-197'],
			Username: 'admin user',
			'Incident ID List': ['20200118-2650'],
		},
		response: `{
    "error": "",
    "returnData": "Successful"
}`,
	},
	{
		page: `${API_DOCS}/remove-incident-attachment`,
		command: 'RemoveIncidentAttachment',
		params: {
			'Incident Numbers': ['20220111-1', '20220111-2', '20220111-3'],
			'File Ids': [1153, 1154, 1155],
			'File Names': ['test01.png', 'test02.png', 'test03.png'],
		},
		response: `{
    "error": "",
    "returnData": "Successful"
}`,
	},
	{
		page: `${API_DOCS}/run-playbooks`,
		command: 'RunPlaybooks',
		params: { 'Playbook Names': ['runPlaybookComand1'], 'Incident Numbers': ['20220725-12'] },
		response: `{
    "error": "",
    "returnData": "Successful",
    "contextData": [
      {
          "Incident Number": "20220725-12",
          "Playbook List": [
              "runPlaybookComand1"
          ],
          "Result": "Successful"
      }
    ]
}`,
	},
	{
		page: `${API_DOCS}/unzip-files-and-save-to-playbook`,
		command: 'UnzipAndSave',
		params: { 'File IDs': ['271'], 'File Passwords': ['password'] },
		response: `{
    "error": "File ID: 271 Cannot read that as a ZipFile",
    "returnData": "Failed",
    "rawData": "",
    "contextData": [],
    "outputData": ""
}`,
	},
];

/** D3's printed response, if the request is the one that D3 prints. */
export function sampleResponse(command: string, params: unknown): D3Response | undefined {
	const sample = SAMPLES.find(
		(each) => each.command === command && isDeepStrictEqual(each.params, params),
	);
	return sample && { status: 200, text: sample.response };
}
