import { miss, type Outcome } from '../../../../nodes/D3Soar/delivery/outcome.ts';
import { shareIn } from '../../../../nodes/D3Soar/delivery/shareOfBulk.ts';

/** One request about many incidents: each item ends by its own rows, and by nobody else's. */

const sentAt = new Date();
const row = (number: string, Result: string) => ({ 'Incident Number': number, Result });
const answer = {
	contextData: [row('1', 'Successful'), row('2', 'Failed'), row('3', 'Successful')],
} as never;
const accepted: Outcome = { kind: 'accepted', answer, sentAt };
const share = (...incidents: string[]) => shareIn(accepted, { incidents } as never);

it('what D3 did is accepted, with its own rows', () => {
	expect(share('1')).toEqual({ ...accepted, rows: [row('1', 'Successful')] });
	expect(share('1', '3')).toMatchObject({
		rows: [{ 'Incident Number': '1' }, { Result: 'Successful' }],
	});
});

it('what D3 refused is rejected, in its words', () => {
	const refused = { kind: 'rejected', cause: 'failure', words: '2: Failed', sentAt };
	expect(share('2')).toEqual(refused);
	const unsent = shareIn(miss('partial', { words: 'x', answer }), { incidents: ['2'] } as never);
	expect(unsent).toEqual({ kind: 'rejected', cause: 'failure', words: '2: Failed' });
});

// Sent again it would do the first once more; called rejected it would be forgotten.
it('what D3 did in part is unknown', () => {
	expect(share('1', '2')).toEqual({
		kind: 'unknown',
		cause: 'partial',
		words: '2: Failed',
		sentAt,
	});
});

it('what D3 does not name beside others is unknown', () => {
	expect(share('9', '8')).toEqual({
		kind: 'unknown',
		cause: 'partial',
		words: 'its answer does not name 9, 8',
		sentAt,
	});
});

it('the words of several follow each other', () => {
	const both = { contextData: [row('1', 'Failed'), row('2', 'Error')] } as never;
	const outcome = shareIn({ ...accepted, answer: both }, { incidents: ['1', '2'] } as never);
	expect(outcome).toMatchObject({ kind: 'rejected', words: '1: Failed; 2: Error' });
});

it('where D3 names nobody, or gave no answer, all end alike', () => {
	const silent: Outcome = { kind: 'accepted', answer: { returnData: 'Successful' }, sentAt };
	expect(shareIn(silent, { incidents: ['1'] } as never)).toBe(silent);
	const late = miss('noAnswer', { words: '', sentAt });
	expect(shareIn(late, { incidents: ['1'] } as never)).toBe(late);
});
