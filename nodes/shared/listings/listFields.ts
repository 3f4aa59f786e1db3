import type { IDataObject } from 'n8n-workflow';

import type { Command, Refusal } from '../command';
import { dateTime } from '../fields/dateTime';
import { withTitle, type Field } from '../fields/field';
import { filter, filterJson } from '../fields/filter';
import { PAGE_SIZE } from '../fields/options';
import { number } from '../fields/number';
import { booleanSwitch } from '../fields/booleanSwitch';
import { upperFirst } from '../text';
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
			boundTitle(when, 'After'),
			dateTime('Start Time', {
				required: true,
				zone: 'window',
				dateOnly: 'startOfDay',
				default: '={{ $now.minus({ days: 7 }) }}',
				description: `Only ${what} ${when} at or after this time. Older ones are not returned, whatever their status.`,
			}),
		),
		withTitle(
			boundTitle(when, 'Before'),
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

/** `Created After` */
function boundTitle(when: string, bound: 'After' | 'Before'): string {
	return `${upperFirst(when)} ${bound}`;
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

/**
 * Rejects what contradicts itself: two filters at once, and a time window that ends before it begins, which would
 * look as if there were nothing to find.
 *
 * @param when As in {@link listFields}.
 */
export function rejectContradictions(when: string): NonNullable<Command['validate']> {
	return (values) => {
		if (values.Filter !== undefined && values['Filter JSON'] !== undefined) return TWO_FILTERS;
		// As text they sort by time.
		if (String(values['Start Time']) <= String(values['End Time'])) return undefined;
		return {
			message: `${boundTitle(when, 'After')} is later than ${boundTitle(when, 'Before')}`,
			advice: 'Nothing can be found between them. Check both times.',
		};
	};
}
