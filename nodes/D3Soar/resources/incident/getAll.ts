import type { Command } from '../../../shared/command';
import {
	FILTER_FIELDS,
	incidentListing,
	requestedFields,
	returnedFields,
} from '../../../shared/listings/incidents';
import {
	listFields,
	listRequestFrom,
	rejectContradictions,
} from '../../../shared/listings/listFields';

/**
 * Get the incidents of a time window.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-incidents (compared 2026-11)
 */
export const getAll: Command = {
	...incidentListing,
	operation: {
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many incidents',
		description: 'Get incidents created in a time window, optionally filtered',
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
	topLevel: ['Return All', 'Filter', 'Simplify'],
	narrowedBy: ['Filter'],
	validate: rejectContradictions('created'),
	buildRequest: (values) => ({
		commandParams: listRequestFrom(values, requestedFields(values)),
	}),
};
