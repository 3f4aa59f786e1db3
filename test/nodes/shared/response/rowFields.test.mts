import type { IDataObject } from 'n8n-workflow';

import { fieldOf, idOf } from '../../../../nodes/shared/response/rowFields.ts';

describe('a field of a row', () => {
	it('reads a field under the first of its names that has a value', () => {
		const row = { EventID: '', 'Event ID': null, ID: 7 };
		expect(fieldOf(row, ['EventID', 'Event ID', 'ID'])).toBe(7);
		expect(fieldOf({ EventID: 1, ID: 7 }, ['EventID', 'ID'])).toBe(1);
	});

	// Blanks and capitals differ between versions of D3.
	it.each([['IR Number'], ['IRNumber'], ['irnumber'], ['IR_NUMBER'], ['Ir  number']])(
		'finds the field IR Number when D3 spells it %p',
		(key) => expect(fieldOf({ Other: 1, [key]: 'x' }, ['IR Number'])).toBe('x'),
	);

	it('prefers the field with the exact spelling to a similar one', () => {
		expect(fieldOf({ IRNumber: 'other', 'IR Number': 'x' }, ['IR Number'])).toBe('x');
	});

	it.each<[IDataObject]>([
		[{}],
		[{ 'IR Number': '' }],
		[{ 'IR Number': null }],
		[{ 'IR Number 2': 'x' }],
	])('finds no value for the field IR Number in %p', (row) =>
		expect(fieldOf(row, ['IR Number'])).toBeUndefined(),
	);

	it('takes zero and false for values of a field', () => {
		expect(fieldOf({ ID: 0 }, ['ID'])).toBe(0);
		expect(fieldOf({ ID: false }, ['ID'])).toBe(false);
	});
});

it('takes for an id the first text or number, and nothing that would be equal in every row', () => {
	expect(idOf({ EventID: {}, 'event id': ' ', ID: 7 }, ['EventID', 'Event ID', 'ID'])).toBe('7');
	expect(idOf({ EventID: {} }, ['EventID'])).toBeUndefined();
});
