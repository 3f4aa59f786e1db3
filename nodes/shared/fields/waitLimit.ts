import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from '../command';
import { instantAt } from '../time/localTime';
import { booleanSwitch } from './booleanSwitch';
import { dateTime } from './dateTime';
import { withTitle, type Field } from './field';
import { number } from './number';
import { setting } from './setting';

const MINUTE_MS = 60_000;
const UNITS_MS = { minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: 24 * 60 * MINUTE_MS };

const IF_LIMITED = { limitWaitTime: [true] };

const maxDateAndTime = dateTime('Max Date and Time', {
	dateOnly: 'endOfDay',
	displayOptions: { show: { ...IF_LIMITED, limitType: ['atSpecifiedTime'] } },
	description: "A date without an offset is in the workflow's time zone",
});

/**
 * How long to wait, in the fields of n8n's own nodes, so that a builder knows them. D3 gets none of them.
 *
 * @see waitUntil
 */
export const waitLimit: readonly Field[] = [
	booleanSwitch('Limit Wait Time', {
		nodeOnly: true,
		default: true,
		description: 'Whether to go on as not approved when nobody answers',
	}),
	setting('Limit Type', {
		default: 'afterTimeInterval',
		displayOptions: { show: IF_LIMITED },
		description: 'What ends the wait',
		options: [
			{ name: 'After Time Interval', value: 'afterTimeInterval' },
			{ name: 'At Specified Time', value: 'atSpecifiedTime' },
		],
	}),
	{
		...withTitle(
			'Amount',
			number('Resume Amount', {
				required: true,
				min: 1,
				// Ten years in minutes, so that each of them is a date that n8n can keep.
				max: 5_256_000,
				default: 4,
				displayOptions: { show: { ...IF_LIMITED, limitType: ['afterTimeInterval'] } },
				description: 'How long to wait, a whole number',
			}),
		),
		nodeOnly: true,
	},
	withTitle(
		'Unit',
		setting('Resume Unit', {
			default: 'hours',
			displayOptions: { show: { ...IF_LIMITED, limitType: ['afterTimeInterval'] } },
			description: 'What the amount counts',
			options: [
				{ name: 'Minutes', value: 'minutes' },
				{ name: 'Hours', value: 'hours' },
				{ name: 'Days', value: 'days' },
			],
		}),
	),
	{
		...maxDateAndTime,
		nodeOnly: true,
		isD3Date: false,
		toD3: (value, zones) => {
			const local = maxDateAndTime.toD3(value, { ...zones, d3: zones.workflow });
			return local === undefined ? undefined : instantAt(local as string, zones.workflow).toISO();
		},
	},
];

/** Why these values set no end that is still to come, if so. */
export function refuseWaitLimit(values: IDataObject): Refusal | undefined {
	const until = waitUntil(values, new Date());
	if (until === undefined || until.getTime() > Date.now()) return undefined;
	return {
		message: `Max Date and Time ${Number.isNaN(until.getTime()) ? 'is empty' : 'is over'}`,
		advice: 'Give a time that is still to come, or switch Limit Wait Time off.',
	};
}

/**
 * When the wait ends; `undefined` if it has no limit.
 *
 * @param values Those of {@link waitLimit}.
 * @param now When it begins.
 */
export function waitUntil(values: IDataObject, now: Date): Date | undefined {
	if (values['Limit Wait Time'] !== true) return undefined;
	if (values['Limit Type'] === 'atSpecifiedTime')
		return new Date(String(values['Max Date and Time']));
	const unit = UNITS_MS[values['Resume Unit'] as keyof typeof UNITS_MS];
	return new Date(now.getTime() + Number(values['Resume Amount']) * unit);
}
