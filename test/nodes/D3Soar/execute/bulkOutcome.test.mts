import { failed, type Failure, type Outcome } from '../../../../nodes/shared/transport/outcome.ts';
import { outcomeForItem } from '../../../../nodes/D3Soar/execute/bulkOutcome.ts';

/** One request about many incidents: each item ends by its own rows, and by nobody else's. */

const sentAt = new Date();
const row = (number: string, Result: string) => ({ 'Incident Number': number, Result });
const response = {
	contextData: [row('1', 'Successful'), row('2', 'Failed'), row('3', 'Successful')],
} as never;
const accepted: Outcome = { kind: 'accepted', response, sentAt };
const share = (...incidents: string[]) => outcomeForItem(accepted, { incidents } as never);

it('what D3 did is accepted, with its own rows', () => {
	expect(share('1')).toEqual({ ...accepted, rows: [row('1', 'Successful')] });
	expect(share('1', '3')).toMatchObject({
		rows: [{ 'Incident Number': '1' }, { Result: 'Successful' }],
	});
});

it('what D3 refused is rejected, in its words', () => {
	const refused = { kind: 'rejected', cause: 'refused', message: '2: Failed', sentAt };
	expect(share('2')).toEqual(refused);
	const unsent = outcomeForItem(failed('partial', { message: 'x', response }), {
		incidents: ['2'],
	} as never);
	expect(unsent).toEqual({ kind: 'rejected', cause: 'refused', message: '2: Failed' });
});

// Sent again it would do the first once more; called rejected it would be forgotten.
it('what D3 did in part is unknown', () => {
	expect(share('1', '2')).toEqual({
		kind: 'unconfirmed',
		cause: 'partial',
		message: '2: Failed',
		sentAt,
	});
});

it('what D3 does not name beside others is unknown', () => {
	expect(share('9', '8')).toEqual({
		kind: 'unconfirmed',
		cause: 'partial',
		message: 'its answer does not name 9, 8',
		sentAt,
	});
});

// D3 prints such an answer: the others may well have been done.
it('what D3 refused in part, and is silent about for the rest, is unknown', () => {
	const ErrorData = [{ 'Incident Number': '1', 'Error message': 'locked' }];
	const partial = { returnData: { Status: 'Partially Successful', ErrorData } } as never;
	const outcome = failed('partial', { message: 'x', sentAt, response: partial });
	expect(outcomeForItem(outcome, { incidents: ['1', '2'] } as never)).toEqual({
		kind: 'unconfirmed',
		cause: 'partial',
		message: '1: locked; its answer does not name 2',
		sentAt,
	});
	expect(outcomeForItem(outcome, { incidents: ['1'] } as never).kind).toBe('rejected');
});

it('the words of a thousand do not fill more than the screen', () => {
	const numbers = Array.from({ length: 1000 }, (_, index) => `20220125-${index}`);
	const share = (contextData: object[]) =>
		outcomeForItem({ ...accepted, response: { contextData } as never }, {
			incidents: numbers,
		} as never);
	for (const rows of [numbers.map((number) => row(number, 'Failed')), [row('x', 'Successful')]]) {
		const { message } = share(rows) as Failure;
		expect(message.length).toBeLessThan(2100);
	}
});

it('the words of several follow each other', () => {
	const both = { contextData: [row('1', 'Failed'), row('2', 'Error')] } as never;
	const outcome = outcomeForItem({ ...accepted, response: both }, {
		incidents: ['1', '2'],
	} as never);
	expect(outcome).toMatchObject({ kind: 'rejected', message: '1: Failed; 2: Error' });
});

it('where D3 names nobody, or gave no answer, all end alike', () => {
	const silent: Outcome = { kind: 'accepted', response: { returnData: 'Successful' }, sentAt };
	expect(outcomeForItem(silent, { incidents: ['1'] } as never)).toBe(silent);
	const late = failed('noResponse', { message: '', sentAt });
	expect(outcomeForItem(late, { incidents: ['1'] } as never)).toBe(late);
});
