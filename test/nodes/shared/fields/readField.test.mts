import { DateTime } from 'luxon';

import { asInvalidParameter, InvalidParameter } from '../../../../nodes/shared/errors.ts';
import { keyValues, scalar, setting, text } from '../../../../nodes/shared/fields/index.ts';
import type { Field } from '../../../../nodes/shared/fields/field.ts';
import { namesTwice } from '../../../../nodes/shared/fields/namesTwice.ts';
import {
	pageSize,
	readOption,
	username,
	windowTimezone,
} from '../../../../nodes/shared/fields/options.ts';
import { invalidParameterFrom, readField } from '../../../../nodes/shared/fields/readField.ts';
import { UTC_ZONES } from '../../../support/fixtures.mts';

/** What a node reads of its parameters, as n8n gives them, and what it refuses. */

const description = 'What it is';
const title = text('Incident Title', { description });

/** What the user reads: what is wrong, and what to do. */
function rejectionOf(read: () => unknown): [string, string] {
	try {
		read();
	} catch (error) {
		const { message, advice } = asInvalidParameter(error);
		return [message, advice];
	}
	throw new Error('The value was accepted');
}

describe('a field of the node', () => {
	it('is read by its name, with its default, and as a locator only if it is one', () => {
		const asked: unknown[] = [];
		readField(title, (...given) => asked.push(given) && 'x', UTC_ZONES);
		const locator = { ...title, property: { ...title.property, type: 'resourceLocator' } } as Field;
		readField(locator, (...given) => asked.push(given) && 'x', UTC_ZONES);
		expect(asked).toEqual([
			['incidentTitle', '', false],
			['incidentTitle', '', true],
		]);
	});

	// Of ten fields nobody would know which to mend.
	it('is named if its expression fails, in the words of n8n', () => {
		const failing = () => {
			throw Object.assign(new Error('invalid syntax'), { description: 'Look at line 1.' });
		};
		expect(rejectionOf(() => readField(title, failing, UTC_ZONES))).toEqual([
			'Incident Title: invalid syntax',
			'Look at line 1.',
		]);
		expect(invalidParameterFrom(new Error('no credential'))).toMatchObject({
			message: 'no credential',
			advice: '',
		});
		expect(invalidParameterFrom('lost').message).toBe('lost');
	});

	it.each([undefined, null])(
		'is refused if it narrows a command and its expression finds nothing (%p): the command would reach further',
		(found) => {
			expect(rejectionOf(() => readField(title, () => found, UTC_ZONES, true))).toEqual([
				'Incident Title is empty',
				'Its expression finds nothing. Fix it, or clear the field to leave it out on purpose.',
			]);
			expect(readField(title, () => found, UTC_ZONES)).toBeUndefined();
			expect(readField(title, () => '', UTC_ZONES, true)).toBeUndefined();
		},
	);

	it('an error that is no mistake of the user is not shown as one', () => {
		const bug = new TypeError('undefined is not a function');
		expect(() => asInvalidParameter(bug)).toThrow(bug);
		const mistake = new InvalidParameter('x', 'y');
		expect(asInvalidParameter(mistake)).toBe(mistake);
	});
});

// n8n makes text of a DateTime in a collection before the node sees it, in the zone of the workflow.
describe('a date in a row', () => {
	const live = DateTime.fromISO('2026-05-15T21:32:00Z');
	const zones = { ...UTC_ZONES, d3: 'Asia/Tokyo' };
	const rows = (...values: unknown[]) => ({
		parameter: values.map((value, index) => ({ name: `n${index}`, value })),
	});
	/** What is sent for the rows, and which of their cells are read once more. */
	function read(collection: unknown, cell: unknown = live, dates: 'd3' | 'iso8601' = 'd3') {
		const asked: string[] = [];
		const field = keyValues('Parameters', { dates, description });
		const sent = readField(
			field,
			(name, fallback, extractValue) => {
				if (name === 'parameters') return collection;
				asked.push(name);
				expect(extractValue).toBe(false);
				return cell ?? fallback;
			},
			zones,
		);
		return { sent, asked };
	}

	it('is read once more as the DateTime that it was, and sent as one', () => {
		const given = rows('Open', live.toISO(), '2026-05-15T21:32:00.000Z', 7);
		expect(read(given)).toEqual({
			sent: { n0: 'Open', n1: '2026-05-16 06:32:00', n2: '2026-05-16 06:32:00', n3: 7 },
			asked: ['parameters.parameter[1].value', 'parameters.parameter[2].value'],
		});
	});

	it('stays the text that it is if it was text', () => {
		const given = rows('2026-05-15T21:32:00.000Z', '+012026-05-15T00:00:00Z');
		const { sent, asked } = read(given, 'text');
		expect(sent).toEqual({ n0: '2026-05-15T21:32:00.000Z', n1: '+012026-05-15T00:00:00Z' });
		expect(asked).toHaveLength(2);
	});

	it.each([
		'On 2026-05-15T21:32:00Z',
		'2026-05-15 21:32:00',
		'Invalid DateTime of it',
		'x2026-05-15T',
	])('is not looked for in a text that no DateTime writes: %s', (value) => {
		expect(read(rows(value))).toEqual({ sent: { n0: value }, asked: [] });
	});

	it('is refused if it is no valid one', () => {
		const invalid = DateTime.fromISO('soon');
		expect(() => read(rows('Invalid DateTime'), invalid)).toThrow(InvalidParameter);
	});

	it('is left as n8n wrote it where the field takes it so', () => {
		expect(read(rows(live.toISO()), live, 'iso8601').asked).toEqual([]);
	});

	it('is not looked for where there are no rows', () => {
		for (const nothing of [undefined, {}]) expect(read(nothing).sent).toEqual({});
	});
});

describe('a choice of the node', () => {
	const field = setting('Value Type', {
		default: 'text',
		description,
		options: [
			{ name: 'Text', value: 'text' },
			{ name: 'Number', value: 'number' },
		],
	});

	it('takes one of its values, and its default if it is empty', () => {
		expect(field.toD3(' number ', UTC_ZONES)).toBe('number');
		expect(field.toD3('', UTC_ZONES)).toBe('text');
		expect(field.nodeOnly).toBe(true);
		expect(field.property).toMatchObject({ name: 'valueType', type: 'options', default: 'text' });
	});

	it('refuses another value of an expression, and says which there are', () => {
		expect(rejectionOf(() => readField(field, () => 'Number', UTC_ZONES))).toEqual([
			'Value Type has no choice "Number"',
			'Choose Text or Number.',
		]);
	});
});

it.each([
	[true, true],
	[false, false],
	[7, 7],
	[0, 0],
	['7', '7'],
	[' x ', ' x '],
	['', undefined],
	[null, undefined],
])('a scalar keeps the type that its expression gives: %p', (value, sent) => {
	const field = scalar('Value', { description });
	expect(field.toD3(value, UTC_ZONES)).toBe(sent);
	expect(field.property).toMatchObject({ name: 'value', type: 'string', default: '' });
});

it('a scalar that D3 requires is refused if it is empty, but not if it is false', () => {
	const field = scalar('Value', { description, required: true });
	expect(rejectionOf(() => readField(field, () => ' ', UTC_ZONES))[0]).toBe('Value is empty');
	expect(field.toD3(false, UTC_ZONES)).toBe(false);
});

describe('an option', () => {
	it('has its default if it was not added, and its value if it was', () => {
		expect(readOption(pageSize, {}, UTC_ZONES)).toBe(100);
		expect(readOption(pageSize, { pageSize: 1000 }, UTC_ZONES)).toBe(1000);
		expect(readOption(windowTimezone(description), {}, UTC_ZONES)).toBe('UTC');
		expect(readOption(username, {}, UTC_ZONES)).toBeUndefined();
		expect(readOption(username, { username: 'jdoe' }, UTC_ZONES)).toBe('jdoe');
	});

	it.each([0, 1001, ''])('Page Size %p is refused: D3 would return another page', (value) => {
		expect(() => readOption(pageSize, { pageSize: value }, UTC_ZONES)).toThrow(/^Page Size /);
	});

	it.each([undefined, null])(
		'is refused if its expression finds nothing (%p), since its default may act elsewhere',
		(value) => {
			expect(rejectionOf(() => readOption(username, { username: value }, UTC_ZONES))).toEqual([
				'Username is empty',
				'Its expression finds nothing. Fix it, or remove the option.',
			]);
		},
	);
});

describe('names that two fields set', () => {
	it('are refused whatever their capitals and blanks, since D3 may take them for the same', () => {
		expect(namesTwice({ Fields: { Severity: 1 }, JSON: { ' severity ': 2 } })).toEqual({
			message: '" severity " is set in both Fields and JSON',
			advice: expect.stringMatching(
				/^D3 would get only one of the two\. Remove the other\./,
			) as string,
		});
	});

	it('are accepted within one field, which says itself what it thinks of them', () => {
		expect(namesTwice({ Fields: { a: 1, A: 2 }, JSON: { b: 1 } })).toBeUndefined();
		expect(namesTwice({ Fields: undefined, JSON: { b: 1 } })).toBeUndefined();
	});
});
