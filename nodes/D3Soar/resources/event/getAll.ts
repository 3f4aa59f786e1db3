import type { Command } from '../../../shared/command';
import {
	EVENT_FIELDS,
	eventListing,
	requestedFields,
	returnedFields,
} from '../../../shared/listings/events';
import {
	listFields,
	listRequestFrom,
	rejectContradictions,
} from '../../../shared/listings/listFields';

/**
 * Get the events of a time window, by the time of their intake. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-events (compared 2026-11)
 */
export const getAll: Command = {
	...eventListing,
	operation: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many events',
		description: 'Get events received in a time window, optionally filtered',
	},
	fields: [
		...listFields({ what: 'events', when: 'received', fields: EVENT_FIELDS, sections: false }),
		returnedFields,
	],
	topLevel: ['Return All', 'Filter'],
	narrowedBy: ['Filter'],
	validate: rejectContradictions('received'),
	buildRequest: (values) => ({
		commandParams: listRequestFrom(values, requestedFields(values)),
	}),
};
