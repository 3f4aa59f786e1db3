import type { IDataObject } from 'n8n-workflow';

import { eventRows } from '../../../shared/response/lists';
import type { Command } from '../../../shared/command';
import { list, listFields, listingParams, rejectTwoFilters } from '../../../shared/fields';

/** Names before D3 16.8; the ones since then were not to be seen. */
export const EVENT_FIELDS = [
	'ID',
	'EventID',
	'Type',
	'RiskLevel',
	'TimeofOccurrence',
	'IntakeTime',
	'Status',
	'Datasource',
	'Eventsource',
	'EventFileName',
	'LastEscalatedBy',
	'Event Raw Data',
];

/** What versions of D3 call the number of an event. */
const ID_FIELDS = ['EventID', 'Event ID', 'ID'];

/** What is given back of an event. */
export const returnedFields = list('Fields', {
	placeholder: 'e.g. EventID, Type, Status',
	description: `Fields to return, as your D3 names them, e.g. ${EVENT_FIELDS.join(', ')}. None means all but Event Raw Data; the EventID comes along`,
});

/**
 * Get the events of a time window, by the time of their intake.
 * https://docs.d3security.com/api-docs/Working-version/get-events
 */
export const getAll: Command = {
	command: 'GetEvents',
	idempotency: 'readOnly',
	operation: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many events',
		description: 'Get the events that came in during a time window, with a filter',
	},
	fields: [
		...listFields({ what: 'events', when: 'taken in', fields: EVENT_FIELDS, sections: false }),
		returnedFields,
	],
	validate: rejectTwoFilters,
	buildRequest: (values) => ({
		commandParams: { ...listingParams(values), Fields: requestedFields(values) },
	}),
	pages: { rows: eventRows, idFields: ID_FIELDS },
};

/** With the number of the event, without which nobody could tell one from another. */
function requestedFields(values: IDataObject): string[] | undefined {
	const chosen = values.Fields as string[] | undefined;
	return chosen?.some((name) => ID_FIELDS.includes(name)) === false
		? ['EventID', ...chosen]
		: chosen;
}
