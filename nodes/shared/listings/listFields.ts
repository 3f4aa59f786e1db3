import type { IDataObject } from 'n8n-workflow';

import { dateTime } from '../fields/dateTime';
import type { Field } from '../fields/field';
import { filter, filterJson } from '../fields/filter';
import { number } from '../fields/number';
import { booleanSwitch } from '../fields/booleanSwitch';

/** What a listing of D3 is about. */
interface ListFieldsOptions {
	/** `incidents` */
	readonly what: string;
	/** What puts one into the time window: `created`. */
	readonly when: string;
	/** Names of fields, as D3 documents them for its filter. */
	readonly fields: readonly string[];
	/** Whether the filter can look into sections of dynamic forms. */
	readonly sections: boolean;
}

/**
 * What GetIncidents and GetEvents have in common: how many, from when to when, and which. The window
 * ends a day ahead at first, so that nothing is cut off where the clocks of n8n and D3 differ.
 */
export function listFields({ what, when, fields, sections }: ListFieldsOptions): readonly Field[] {
	const zoneNote =
		"A date from the picker or without an offset is in the workflow's time zone and is converted to UTC, or to the Window Time Zone of the options.";
	return [
		booleanSwitch('Return All', {
			nodeOnly: true,
			description: 'Whether to return all results or only up to a given limit',
		}),
		{
			...number('Limit', {
				required: true,
				min: 1,
				default: 50,
				description: 'Max number of results to return',
				displayOptions: { show: { returnAll: [false] } },
			}),
			nodeOnly: true,
		},
		dateTime('Start Time', {
			required: true,
			zone: 'window',
			dateOnly: 'startOfDay',
			default: '={{ $now.minus({ days: 7 }) }}',
			description: `Only ${what} that were ${when} from this time on. ${zoneNote} A date without a time means the start of that day.`,
		}),
		dateTime('End Time', {
			required: true,
			zone: 'window',
			dateOnly: 'endOfDay',
			default: '={{ $now.plus({ days: 1 }) }}',
			description: `Only ${what} that were ${when} up to this time. ${zoneNote} A date without a time means the end of that day.`,
		}),
		filter('Filter', {
			fields,
			sections,
			description: `Which ${what} to return: those that meet all conditions of one alternative`,
		}),
		filterJson('Filter JSON'),
		number('Page Size', {
			min: 1,
			max: 1000,
			default: 100,
			description: `How many ${what} D3 gives in one answer, 1000 at most. Lower it where answers get too large.`,
		}),
	];
}

/** What D3 gets of the fields of {@link listFields}. The page is added when it is asked for. */
export function listingParams(values: IDataObject): IDataObject {
	const limit = values['Return All'] === true ? Infinity : Number(values.Limit);
	return {
		Filter: values.Filter ?? values['Filter JSON'],
		'Start Time': values['Start Time'],
		'End Time': values['End Time'],
		// JSON, as https://docs.d3security.com/api-docs/Working-version/get-events spells out.
		'Output Format': 2,
		'Page Size': Math.min(limit, Number(values['Page Size'] ?? 100)),
	};
}

/** Nobody could tell how the two belong together. */
export function rejectTwoFilters(values: IDataObject): string | undefined {
	return values.Filter !== undefined && values['Filter JSON'] !== undefined
		? 'Filter and Filter JSON are both given. Give one of them.'
		: undefined;
}
