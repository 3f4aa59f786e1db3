import { failed, type Failure, type Outcome } from '../../../../nodes/shared/transport/outcome.ts';
import { outcomeForItem } from '../../../../nodes/D3Soar/execute/bulkOutcome.ts';

/** One request about many incidents: the outcome of each item depends on its own rows alone. */

const sentAt = new Date();
const row = (number: string, Result: string) => ({ 'Incident Number': number, Result });
const response = {
	contextData: [row('1', 'Successful'), row('2', 'Failed'), row('3', 'Successful')],
} as never;
const accepted: Outcome = { kind: 'accepted', response, sentAt };
const outcomeFor = (...incidents: string[]) =>
	outcomeForItem(accepted, { incidentNumbers: incidents } as never);

it('an item is accepted with its own rows if D3 reports success for all its incidents', () => {
	expect(outcomeFor('1')).toEqual({ ...accepted, rows: [row('1', 'Successful')] });
	expect(outcomeFor('1', '3')).toMatchObject({
		rows: [{ 'Incident Number': '1' }, { Result: 'Successful' }],
	});
});

it("an item is rejected with D3's message if D3 reports failure for all its incidents", () => {
	// Whoever asked about one incident is told its number anyway.
	const rejected = { kind: 'rejected', cause: 'refused', message: 'Failed', sentAt };
	expect(outcomeFor('2')).toEqual(rejected);
	const unsent = outcomeForItem(failed('partial', { message: 'x', response }), {
		incidentNumbers: ['2'],
	} as never);
	expect(unsent).toEqual({ kind: 'rejected', cause: 'refused', message: 'Failed' });
});

// Sending it again would repeat what succeeded; reporting it as rejected would hide that.
it('an item is unconfirmed if D3 processed only some of its incidents', () => {
	expect(outcomeFor('1', '2')).toEqual({
		kind: 'unconfirmed',
		cause: 'partial',
		message: '2: Failed',
		sentAt,
	});
});

it('an item is unconfirmed if the response names only other incidents', () => {
	expect(outcomeFor('9', '8')).toEqual({
		kind: 'unconfirmed',
		cause: 'partial',
		message: 'its response does not name 9, 8',
		sentAt,
	});
});

// D3 documents such a response: the other incidents may well have been changed.
it('an item is unconfirmed if D3 rejects some of its incidents and does not mention the others', () => {
	const ErrorData = [{ 'Incident Number': '1', 'Error message': 'locked' }];
	const partial = { returnData: { Status: 'Partially Successful', ErrorData } } as never;
	const outcome = failed('partial', { message: 'x', sentAt, response: partial });
	expect(outcomeForItem(outcome, { incidentNumbers: ['1', '2'] } as never)).toEqual({
		kind: 'unconfirmed',
		cause: 'partial',
		message: '1: locked; its response does not name 2',
		sentAt,
	});
	expect(outcomeForItem(outcome, { incidentNumbers: ['1'] } as never).kind).toBe('rejected');
});

it('the message about a thousand incidents is cut to a readable length', () => {
	const numbers = Array.from({ length: 1000 }, (_, index) => `20220125-${index}`);
	const outcomeWith = (contextData: object[]) =>
		outcomeForItem({ ...accepted, response: { contextData } as never }, {
			incidentNumbers: numbers,
		} as never);
	for (const rows of [numbers.map((number) => row(number, 'Failed')), [row('x', 'Successful')]]) {
		const { message } = outcomeWith(rows) as Failure;
		expect(message.length).toBeLessThan(2100);
	}
});

it('the messages of several rejected incidents are joined', () => {
	const both = { contextData: [row('1', 'Failed'), row('2', 'Error')] } as never;
	const outcome = outcomeForItem({ ...accepted, response: both }, {
		incidentNumbers: ['1', '2'],
	} as never);
	expect(outcome).toMatchObject({ kind: 'rejected', message: '1: Failed; 2: Error' });
});

it('every item shares the outcome of the request if the response names no incident or never came', () => {
	const silent: Outcome = { kind: 'accepted', response: { returnData: 'Successful' }, sentAt };
	expect(outcomeForItem(silent, { incidentNumbers: ['1'] } as never)).toBe(silent);
	const late = failed('noResponse', { message: '', sentAt });
	expect(outcomeForItem(late, { incidentNumbers: ['1'] } as never)).toBe(late);
});
