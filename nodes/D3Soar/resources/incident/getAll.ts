import type { IDataObject } from 'n8n-workflow';

import { incidentRows } from '../../../shared/response/lists';
import type { Command } from '../../../shared/command';
import {
	multiChoice,
	json,
	listFields,
	listingParams,
	rejectTwoFilters,
	simplify,
} from '../../../shared/fields';
import type { Field } from '../../../shared/fields/field';

/** Names of D3's page; since 16.8 D3 has more. An expression may give any. */
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
	'Playbook',
	'Description',
	'Conclusion',
	'Investigation Team',
	'Linked Incidents',
	'Incident Raw Data',
	'Event Raw Data',
];

/** D3 cannot filter by the raw data. */
export const FILTER_FIELDS = STATIC_FIELDS.filter((field) => field !== 'Incident Raw Data');

/** What most builders need of an incident, under names that every version of D3 has. */
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

/** What is given back of an incident. */
export const returnedFields: readonly Field[] = [
	simplify,
	multiChoice('Static Fields', {
		options: STATIC_FIELDS,
		description:
			'Fields to return; IR Number always comes along. None means those that D3 gives by itself, without the raw data.',
		displayOptions: { show: { simplify: [false] } },
	}),
	json('Dynamic Fields', {
		type: 'object',
		description:
			'Fields of dynamic forms to return as well, by section, e.g. {"Customer": ["Name"]}',
		displayOptions: { show: { simplify: [false] } },
	}),
];

/**
 * Get the incidents of a time window.
 * https://docs.d3security.com/api-docs/Working-version/get-incidents
 */
export const getAll: Command = {
	command: 'GetIncidents',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many incidents',
		description: 'Get the incidents that were created in a time window, with a filter',
	},
	fields: [
		...listFields({
			what: 'incidents',
			when: 'created',
			fields: FILTER_FIELDS,
			sections: true,
		}),
		...returnedFields,
	],
	validate: rejectTwoFilters,
	buildRequest: (values) => ({
		commandParams: {
			...listingParams(values),
			'Static Fields': requestedFields(values),
			'Dynamic Fields': values['Dynamic Fields'],
		},
	}),
	pages: { rows: incidentRows, idFields: ['IR Number'] },
};

/** With the number of the incident, without which nobody could tell one from another. */
function requestedFields(values: IDataObject): string[] | undefined {
	if (values.Simplify === true) return ESSENTIALS;
	const chosen = values['Static Fields'] as string[] | undefined;
	return chosen && [...new Set(['IR Number', ...chosen])];
}
