import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from '../command';
import { dateTime } from '../fields/dateTime';
import { withTitle, type Field } from '../fields/field';
import { filter, filterJson } from '../fields/filter';
import { PAGE_SIZE } from '../fields/options';
import { number } from '../fields/number';
import { booleanSwitch } from '../fields/booleanSwitch';
import { DAYS_AHEAD, listParameters } from './listRequest';

/** What the fields of a listing depend on. */
interface ListFieldsOptions {
	/** `incidents` */
	readonly what: string;
	/** What the time window is about: `created`. */
	readonly when: string;
	/** Names of fields, as D3 documents them for its filter. */
	readonly fields: readonly string[];
	/** Whether D3 can filter by fields in sections of dynamic forms. */
	readonly sections: boolean;
}

/**
 * The fields that GetIncidents and GetEvents have in common: how many rows, of which time window, by which filter.
 */
export function listFields({ what, when, fields, sections }: ListFieldsOptions): readonly Field[] {
	const title = (bound: string) => `${when.charAt(0).toUpperCase()}${when.slice(1)} ${bound}`;
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
		withTitle(
			title('After'),
			dateTime('Start Time', {
				required: true,
				zone: 'window',
				dateOnly: 'startOfDay',
				default: '={{ $now.minus({ days: 7 }) }}',
				description: `Only ${what} ${when} at or after this time. Older ones are not returned, whatever their status.`,
			}),
		),
		withTitle(
			title('Before'),
			dateTime('End Time', {
				required: true,
				zone: 'window',
				dateOnly: 'endOfDay',
				default: `={{ $now.plus({ days: ${DAYS_AHEAD} }) }}`,
				description: `Only ${what} ${when} at or before this time`,
			}),
		),
		filter('Filter', {
			fields,
			sections,
			description: `Which ${what} to return. All conditions must be met, or all conditions of one Or group.`,
		}),
		filterJson('Filter JSON'),
		number('Page Size', {
			min: 1,
			max: 1000,
			default: 100,
			description: PAGE_SIZE,
		}),
	];
}

/**
 * D3's parameters for the values of {@link listFields}, without the page index.
 *
 * @param fields D3's parameters that say which fields come back.
 */
export function listRequestFrom(values: IDataObject, fields: IDataObject): IDataObject {
	return listParameters({
		startTime: String(values['Start Time']),
		endTime: String(values['End Time']),
		filter: values.Filter ?? values['Filter JSON'],
		pageSize: Math.min(limitOf(values), Number(values['Page Size'] ?? 100)),
		fields,
	});
}

/** How many rows the values of a command ask for; a command that lists nothing has no limit. */
export function limitOf(values: IDataObject): number {
	return values['Return All'] === false ? Number(values.Limit) : Infinity;
}

/** Two filters at once: it would not be clear how to combine them. */
export const TWO_FILTERS: Refusal = {
	message: 'Filter and Filter JSON are both set',
	advice: 'Use only one of them.',
};

/** Rejects two filters at once. */
export function rejectTwoFilters(values: IDataObject): Refusal | undefined {
	return values.Filter !== undefined && values['Filter JSON'] !== undefined
		? TWO_FILTERS
		: undefined;
}
