import type { IDataObject } from 'n8n-workflow';

import type { Listing } from '../command';
import { list } from '../fields';
import { eventRows } from '../response/lists';

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

/** How D3 lists events. https://docs.d3security.com/api-docs/Working-version/get-events */
export const eventListing: Listing = {
	command: 'GetEvents',
	idempotency: 'readOnly',
	pages: { rows: eventRows, idFields: ID_FIELDS },
};

/** What D3 is asked to give back: with the number of the event, without which nobody could tell one from another. */
export function requestedFields(values: IDataObject): IDataObject {
	const chosen = values.Fields as string[] | undefined;
	const lacksId = chosen?.some((name) => ID_FIELDS.includes(name)) === false;
	return { Fields: lacksId ? ['EventID', ...chosen] : chosen };
}
