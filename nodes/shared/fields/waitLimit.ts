import type { IDataObject } from 'n8n-workflow';

import type { Refusal } from '../command';
import { booleanSwitch } from './booleanSwitch';
import { dateTime, instantFrom } from './dateTime';
import { withTitle, type Field } from './field';
import { number } from './number';
import { setting } from './setting';

const MINUTE_MS = 60_000;
const UNITS_MS = { minutes: MINUTE_MS, hours: 60 * MINUTE_MS, days: 24 * 60 * MINUTE_MS };

const IF_LIMITED = { limitWaitTime: [true] };

const maxDateAndTime = dateTime('Max Date and Time', {
	dateOnly: 'endOfDay',
	displayOptions: { show: { ...IF_LIMITED, limitType: ['atSpecifiedTime'] } },
	description: 'When the wait ends',
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
		// D3 never gets it.
		property: {
			...maxDateAndTime.property,
			description:
				"When the wait ends. No offset means the workflow's time zone, a date alone the end of that day.",
		},
		nodeOnly: true,
		isInD3Zone: false,
		isD3Date: false,
		toD3: (value, { workflow }) => instantFrom(value, 'endOfDay', workflow)?.toISO(),
	},
];

/** Refuses a wait whose end is missing or in the past. */
export function refuseWaitLimit(values: IDataObject): Refusal | undefined {
	const until = waitUntil(values, new Date());
	if (until === undefined || until.getTime() > Date.now()) return undefined;
	return {
		message: Number.isNaN(until.getTime())
			? 'Max Date and Time is empty'
			: 'Max Date and Time is in the past',
		advice: 'Enter a time in the future, or turn Limit Wait Time off.',
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
