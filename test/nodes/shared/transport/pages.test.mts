import { parseJsonObject } from '../../../../nodes/shared/response/parse.ts';
import { pagesOf } from '../../../../nodes/shared/transport/pages.ts';
import { failed, type Outcome } from '../../../../nodes/shared/transport/outcome.ts';

/** A listing is read while it changes: every row has to come exactly once, and the reading has to end. */

const sentAt = new Date();
const pages = {
	rows: (response: object) => (response as { rows: object[] }).rows as never,
	idFields: ['Number', 'ID'],
};

/** The pages that were requested, and the rows of each page that was received. */
async function read(...responses: Array<object[] | { rows: object[]; total: number } | Outcome>) {
	const requested: number[] = [];
	const received: unknown[] = [];
	const fetchPage = async (index: number): Promise<Outcome> => {
		requested.push(index);
		// D3 returns an empty page after the last one.
		const response = responses[index] ?? [];
		if ('kind' in response) return response;
		const [rows, total] = Array.isArray(response) ? [response] : [response.rows, response.total];
		const outputData = total === undefined ? undefined : { TotalPages: total };
		return { kind: 'accepted', response: { rows, outputData } as never, sentAt };
	};
	for await (const page of pagesOf(pages, fetchPage)) {
		received.push(page?.kind === 'accepted' ? page.rows : page);
	}
	return { requested, received };
}

const row = (number: number) => ({ Number: `${number}` });

it('reads a listing up to the first empty page', async () => {
	expect(await read([row(1), row(2)], [row(3)])).toEqual({
		requested: [0, 1, 2],
		received: [[row(1), row(2)], [row(3)]],
	});
	expect(await read()).toEqual({ requested: [0], received: [] });
});

it('reads a listing up to the last page if D3 says how many there are', async () => {
	const { requested } = await read({ rows: [row(1)], total: 2 }, { rows: [row(2)], total: 2 }, [
		row(3),
	]);
	expect(requested).toEqual([0, 1]);
});

// Some servers return the last page again for every page number after it.
it('stops reading a listing at a page without new rows', async () => {
	const { requested, received } = await read([row(1)], [row(1)], [row(2)]);
	expect([requested, received]).toEqual([[0, 1], [[row(1)]]]);
});

it('fails if a page comes again although D3 says that there are more, since rows are missing', async () => {
	const counted = (...rows: object[]) => ({ rows, total: 3 });
	const { received } = await read(counted(row(1), row(2)), counted(row(1), row(2)));
	expect(received).toEqual([[row(1), row(2)], failed('repeatedPage', { message: '2', sentAt })]);
});

it('fails if a full page comes again and D3 does not say how many pages there are', async () => {
	const again = async (): Promise<Outcome> =>
		({ kind: 'accepted', response: { rows: [row(1), row(2)] }, sentAt }) as never;
	const received = await Array.fromAsync(pagesOf(pages, again, { pageSize: 2 }));
	expect(received.at(-1)).toEqual(failed('repeatedPage', { message: '2', sentAt }));
});

it('reads on after a page whose rows have all moved there from the page before', async () => {
	const counted = (...rows: object[]) => ({ rows, total: 3 });
	const { received } = await read(counted(row(1), row(2)), counted(row(2)), counted(row(3)));
	expect(received).toEqual([[row(1), row(2)], [row(3)]]);
});

it('returns a row once that moves to the next page during the reading', async () => {
	const { received } = await read([row(1), row(2)], [row(2), row(3)]);
	expect(received).toEqual([[row(1), row(2)], [row(3)]]);
	const counted = (...rows: object[]) => ({ rows, total: 2 });
	const inTwo = await read(counted(row(1), row(2)), counted(row(2), row(3)));
	expect(inTwo.received).toEqual([[row(1), row(2)], [row(3)]]);
});

it('identifies a row by the first of its id fields that has a value', async () => {
	const { received } = await read([{ Number: '', ID: 7 }], [{ ID: '7' }, { Number: '1', ID: 7 }]);
	expect(received).toEqual([[{ Number: '', ID: 7 }], [{ Number: '1', ID: 7 }]]);
});

it('takes equal rows without an id for one row, unless D3 says how many pages there are', async () => {
	const a = { Title: 'a' };
	const b = { Title: 'b' };
	expect((await read([a], [a, b], [b])).received).toEqual([[a], [b]]);
	const counted = (rows: object[]) => ({ rows, total: 2 });
	expect((await read(counted([a]), counted([a, b]))).received).toEqual([[a], [a, b]]);
});

// Otherwise an incident in an unknown place of the response would be missed silently.
it('fails if the rows lie in an unknown place, instead of reading an empty listing', async () => {
	const response = { rawData: { Rows: [1] } };
	const elsewhere = async (): Promise<Outcome> => ({ kind: 'accepted', response, sentAt }) as never;
	const received: unknown[] = [];
	for await (const page of pagesOf({ ...pages, rows: () => undefined }, elsewhere))
		received.push(page);
	expect(received).toEqual([failed('missingList', { message: JSON.stringify(response), sentAt })]);
	const nothing = async (): Promise<Outcome> => ({ kind: 'accepted', response: {}, sentAt });
	for await (const page of pagesOf({ ...pages, rows: () => undefined }, nothing))
		received.push(page);
	expect(received).toHaveLength(1);
});

it('stops reading a listing after a failure or when the execution has ended', async () => {
	const end = failed('noResponse', { message: '' });
	expect(await read([row(1)], end, [row(2)])).toEqual({
		requested: [0, 1],
		received: [[row(1)], end],
	});
	const nothing: unknown[] = [];
	for await (const page of pagesOf(pages, async () => undefined)) nothing.push(page);
	expect(nothing).toEqual([undefined]);
});

it('keeps two rows apart whose ids differ only in digits that JavaScript would round', async () => {
	const { rows } = parseJsonObject(
		'{"rows":[{"ID":7615917337495251231},{"ID":7615917337495251232}]}',
	) as { rows: object[] };
	const { received } = await read(rows);
	expect(received).toEqual([[{ ID: '7615917337495251231' }, { ID: '7615917337495251232' }]]);
});
