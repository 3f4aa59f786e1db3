import type { IDataObject } from 'n8n-workflow';

import type { Listing } from '../command';
import { list } from '../fields';
import { eventRows } from '../response/lists';

/** Names before D3 16.8; the newer ones are not known. */
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

/** Names of an event's number in the versions of D3. */
const ID_FIELDS = ['EventID', 'Event ID', 'ID'];

/** Which fields of an event to return. */
export const returnedFields = list('Fields', {
	placeholder: 'e.g. EventID, Type, Status',
	description:
		'Fields to return, as named in D3, e.g. those that Filter lists. EventID is always included. Leave empty for all except Event Raw Data',
});

/** How D3 lists events. https://docs.d3security.com/api-docs/Working-version/get-events */
export const eventListing: Listing = {
	command: 'GetEvents',
	idempotency: 'readOnly',
	pages: { rows: eventRows, idFields: ID_FIELDS },
};

/** D3's parameter for the fields to return, always with the event's number: without it events could not be told apart. */
export function requestedFields(values: IDataObject): IDataObject {
	const chosen = values.Fields as string[] | undefined;
	const lacksId = chosen?.some((name) => ID_FIELDS.includes(name)) === false;
	return { Fields: lacksId ? ['EventID', ...chosen] : chosen };
}
