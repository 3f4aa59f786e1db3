import type { IDataObject } from 'n8n-workflow';

import type { Listing } from '../command';
import { json, multiChoice, simplify } from '../fields';
import type { Field } from '../fields/field';
import { incidentRows } from '../response/lists';

/** How D3 lists incidents. https://docs.d3security.com/api-docs/Working-version/get-incidents */
export const incidentListing: Listing = {
	command: 'GetIncidents',
	idempotency: 'readOnly',
	pages: { rows: incidentRows, idFields: ['IR Number'] },
};

/** Names on D3's page. `Closed by` and `Custom Field` are there since D3 16.8. An expression may give any. */
export const STATIC_FIELDS = [
	'IR Number',
	'IR Type',
	'Title',
	'Status',
	'Severity',
	'Stage',
	'Priority',
	'Disposition',
	'Tags',
	'Owner',
	'Creator',
	'Timezone',
	'Date Created',
	'Date Modified',
	'Date Closed',
	'Closed by',
	'Playbook',
	'Description',
	'Conclusion',
	'Investigation Team',
	'Linked Incidents',
	'Incident Raw Data',
	'Event Raw Data',
	'Custom Field',
];

/** D3 cannot filter by the raw data. */
export const FILTER_FIELDS = STATIC_FIELDS.filter((field) => field !== 'Incident Raw Data');

/** Fields of an incident that most users need, by names that every version of D3 has. */
export const ESSENTIALS = [
	'IR Number',
	'IR Type',
	'Title',
	'Status',
	'Severity',
	'Owner',
	'Tags',
	'Date Created',
	'Date Modified',
];

/** Which fields of an incident to return. */
export const returnedFields: readonly Field[] = [
	simplify,
	multiChoice('Static Fields', {
		options: STATIC_FIELDS,
		description:
			"Fields to return. IR Number is always included. Closed by and Custom Field require D3 16.8 or later. Leave empty for D3's default: before 16.8, all except Incident Raw Data and Event Raw Data; since 16.8, all except Date Closed, Closed by, Incident Raw Data and Custom Field. Since 16.8, Playbook has only playbooks that completed or stopped on an error.",
		displayOptions: { show: { simplify: [false] } },
	}),
	json('Dynamic Fields', {
		type: 'object',
		dates: 'none',
		description: 'Dynamic form fields to include, by section, e.g. {"Customer": ["Name"]}',
		displayOptions: { show: { simplify: [false] } },
	}),
];

/** D3's parameters for the fields to return, from the values of {@link returnedFields}. */
export function requestedFields(values: IDataObject): IDataObject {
	return { 'Static Fields': staticFields(values), 'Dynamic Fields': values['Dynamic Fields'] };
}

/** Always with the incident's number: without it incidents could not be told apart. */
function staticFields(values: IDataObject): string[] | undefined {
	if (values.Simplify === true) return ESSENTIALS;
	const chosen = values['Static Fields'] as string[] | undefined;
	return chosen && [...new Set(['IR Number', ...chosen])];
}
