import { parseJsonObject } from '../../../../nodes/shared/response/parse.ts';
import { pagesOf } from '../../../../nodes/shared/transport/pages.ts';
import { failed, type Outcome } from '../../../../nodes/shared/transport/outcome.ts';

/** A listing that is read while it changes: each row once, none left out, and an end to it. */

const sentAt = new Date();
const pages = {
	rows: (answer: object) => (answer as { rows: object[] }).rows as never,
	idFields: ['Number', 'ID'],
};

/** What was asked for, and the rows of each page that came. */
async function read(...answers: Array<object[] | { rows: object[]; total: number } | Outcome>) {
	const asked: number[] = [];
	const came: unknown[] = [];
	const ask = async (index: number): Promise<Outcome> => {
		asked.push(index);
		// D3 gives an empty page behind the last one.
		const answer = answers[index] ?? [];
		if ('kind' in answer) return answer;
		const [rows, total] = Array.isArray(answer) ? [answer] : [answer.rows, answer.total];
		const outputData = total === undefined ? undefined : { TotalPages: total };
		return { kind: 'accepted', response: { rows, outputData } as never, sentAt };
	};
	for await (const page of pagesOf(pages, ask)) {
		came.push(page?.kind === 'accepted' ? page.rows : page);
	}
	return { asked, came };
}

const row = (number: number) => ({ Number: `${number}` });

it('is read to an empty page', async () => {
	expect(await read([row(1), row(2)], [row(3)])).toEqual({
		asked: [0, 1, 2],
		came: [[row(1), row(2)], [row(3)]],
	});
	expect(await read()).toEqual({ asked: [0], came: [] });
});

it('is read to the last page, where D3 tells how many there are', async () => {
	const { asked } = await read({ rows: [row(1)], total: 2 }, { rows: [row(2)], total: 2 }, [
		row(3),
	]);
	expect(asked).toEqual([0, 1]);
});

// Some servers give the last page again and again for every number behind it.
it('ends at a page that brings nothing new', async () => {
	const { asked, came } = await read([row(1)], [row(1)], [row(2)]);
	expect([asked, came]).toEqual([[0, 1], [[row(1)]]]);
});

it('a page that comes again is a failure where D3 says that there are more: rows are missing', async () => {
	const counted = (...rows: object[]) => ({ rows, total: 3 });
	const { came } = await read(counted(row(1), row(2)), counted(row(1), row(2)));
	expect(came).toEqual([[row(1), row(2)], failed('repeatedPage', { message: '2', sentAt })]);
});

it('a full page that comes again is a failure where D3 does not say how many there are', async () => {
	const again = async (): Promise<Outcome> =>
		({ kind: 'accepted', response: { rows: [row(1), row(2)] }, sentAt }) as never;
	const came = await Array.fromAsync(pagesOf(pages, again, { pageSize: 2 }));
	expect(came.at(-1)).toEqual(failed('repeatedPage', { message: '2', sentAt }));
});

it('a page of rows that have all moved there meanwhile is neither a failure nor the end', async () => {
	const counted = (...rows: object[]) => ({ rows, total: 3 });
	const { came } = await read(counted(row(1), row(2)), counted(row(2)), counted(row(3)));
	expect(came).toEqual([[row(1), row(2)], [row(3)]]);
});

it('gives a row once that has moved to the next page meanwhile', async () => {
	const { came } = await read([row(1), row(2)], [row(2), row(3)]);
	expect(came).toEqual([[row(1), row(2)], [row(3)]]);
	const counted = (...rows: object[]) => ({ rows, total: 2 });
	const inTwo = await read(counted(row(1), row(2)), counted(row(2), row(3)));
	expect(inTwo.came).toEqual([[row(1), row(2)], [row(3)]]);
});

it('knows a row by its first name that is there', async () => {
	const { came } = await read([{ Number: '', ID: 7 }], [{ ID: '7' }, { Number: '1', ID: 7 }]);
	expect(came).toEqual([[{ Number: '', ID: 7 }], [{ Number: '1', ID: 7 }]]);
});

it('takes rows without a name for the same if all in them is, unless the pages are counted', async () => {
	const a = { Title: 'a' };
	const b = { Title: 'b' };
	expect((await read([a], [a, b], [b])).came).toEqual([[a], [b]]);
	const counted = (rows: object[]) => ({ rows, total: 2 });
	expect((await read(counted([a]), counted([a, b]))).came).toEqual([[a], [a, b]]);
});

// Otherwise an incident that lies elsewhere in the answer would count as none.
it('is not taken for empty where its rows lie elsewhere', async () => {
	const answer = { rawData: { Rows: [1] } };
	const elsewhere = async (): Promise<Outcome> =>
		({ kind: 'accepted', response: answer, sentAt }) as never;
	const came: unknown[] = [];
	for await (const page of pagesOf({ ...pages, rows: () => undefined }, elsewhere)) came.push(page);
	expect(came).toEqual([failed('missingList', { message: JSON.stringify(answer), sentAt })]);
	const nothing = async (): Promise<Outcome> => ({ kind: 'accepted', response: {}, sentAt });
	for await (const page of pagesOf({ ...pages, rows: () => undefined }, nothing)) came.push(page);
	expect(came).toHaveLength(1);
});

it('ends with what is no page', async () => {
	const end = failed('noResponse', { message: '' });
	expect(await read([row(1)], end, [row(2)])).toEqual({
		asked: [0, 1],
		came: [[row(1)], end],
	});
	const nothing: unknown[] = [];
	for await (const page of pagesOf(pages, async () => undefined)) nothing.push(page);
	expect(nothing).toEqual([undefined]);
});

it('keeps two rows apart whose ids differ in digits that JavaScript would round', async () => {
	const { rows } = parseJsonObject(
		'{"rows":[{"ID":7615917337495251231},{"ID":7615917337495251232}]}',
	) as { rows: object[] };
	const { came } = await read(rows);
	expect(came).toEqual([[{ ID: '7615917337495251231' }, { ID: '7615917337495251232' }]]);
});
