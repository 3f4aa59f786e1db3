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
	expect(await read()).toEqual({ requested: [0], received: [[]] });
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
	const { received } = await read([row(1), row(2)], [row(2)], [row(3)]);
	expect(received).toEqual([[row(1), row(2)], [row(3)]]);
});

const numbered = (from: number, count: number) =>
	Array.from({ length: count }, (_, index) => row(from + index));
const pageOf = (total: number, rows: object[]) => ({ rows, total });
const repeated = (page: number) => failed('repeatedPage', { message: `${page}`, sentAt });
const missing = (message: string) => failed('missingRows', { message, sentAt });
const lastOf = ({ received }: { received: unknown[] }) => received.at(-1);
const countOf = ({ received }: { received: unknown[] }) => received.flat().length;

describe('a page that comes again', () => {
	const page = numbered(1, 100);

	it.each([
		['in another order', [...page].reverse()],
		['with one new row', [row(500), ...page.slice(0, 99)]],
	])('fails %s, since the rows of the next pages are missing', async (_how, again) => {
		expect(lastOf(await read(pageOf(3, page), pageOf(3, again)))).toEqual(repeated(2));
		expect(lastOf(await read(page, again))).toEqual(repeated(2));
	});

	it('fails if its rows have the id under a name that D3 is not known to use', async () => {
		const unknown = page.map(({ Number }) => ({ 'IR No': Number }));
		expect(lastOf(await read(pageOf(3, unknown), pageOf(3, [...unknown].reverse())))).toEqual(
			repeated(2),
		);
	});

	it('knows an id whatever the capitals, spaces and underscores in the name of its field', async () => {
		const renamed = page.map(({ Number }) => ({ number: Number, Now: Math.random() }));
		expect(lastOf(await read(pageOf(3, page), pageOf(3, renamed)))).toEqual(repeated(2));
	});

	it('is no failure if some of its rows have only moved there from the page before', async () => {
		const second = [...page.slice(-20), ...numbered(101, 80)];
		const result = await read(pageOf(2, page), pageOf(2, second));
		expect(countOf(result)).toBe(180);
		expect(result.received).toHaveLength(2);
	});

	// Without TotalPages a page of 100, where 1000 were asked for, may be all rows or the most that D3 gives.
	it.each([
		[10, true],
		[100, true],
		[9, false],
	])(
		'without a number of pages, a lone page of %p rows that comes again fails: %p',
		async (length, fails) => {
			const again = async (): Promise<Outcome> =>
				({ kind: 'accepted', response: { rows: numbered(1, length) }, sentAt }) as never;
			const received = await Array.fromAsync(pagesOf(pages, again, { pageSize: 1000 }));
			expect(received.at(-1)).toEqual(
				fails ? repeated(2) : expect.objectContaining({ rows: numbered(1, length) }),
			);
		},
	);

	it('is the end if D3 gives its last page, a shorter one, for every number behind it', async () => {
		const last = numbered(101, 40);
		const result = await read(page, last, last);
		expect(result).toEqual({ requested: [0, 1, 2], received: [page, last] });
	});
});

describe('a listing with fewer rows than D3 says', () => {
	it.each([
		['an empty page', pageOf(3, [])],
		['an empty page that gives no number of pages', []],
		['pages that are too short', pageOf(3, numbered(101, 1))],
	])('fails at %s, since rows are missing', async (_what, second) => {
		const result = await read(pageOf(3, numbered(1, 100)), second);
		expect(lastOf(result)).toEqual(
			missing(expect.stringMatching(/^3 pages, and gave 10[01] rows$/)),
		);
	});

	it('fails if there are pages but the first is empty', async () => {
		expect(lastOf(await read(pageOf(3, [])))).toEqual(missing('3 pages, and gave 0 rows'));
		expect((await read(pageOf(1, []))).received).toEqual([[]]);
	});

	it('fails if D3 gives fewer rows in a page than were asked for, and then none', async () => {
		const result = await read(pageOf(3, numbered(1, 1)), pageOf(3, []));
		expect(lastOf(result)).toEqual(missing('3 pages, and gave 1 row'));
	});

	it('is no failure if the listing shrinks while it is read', async () => {
		// Of 201 rows one vanishes before the last page is read, which is then empty.
		const oneLess = await read(pageOf(3, numbered(1, 100)), pageOf(3, numbered(101, 100)), []);
		expect(oneLess.received).toHaveLength(2);
		// Of 205 rows ten vanish: D3 says that there is one page less.
		const tenLess = await read(pageOf(3, numbered(1, 100)), pageOf(2, numbered(111, 95)));
		expect(countOf(tenLess)).toBe(195);
		expect(tenLess.received).toHaveLength(2);
	});

	it('is no failure if rows are added while it is read', async () => {
		const result = await read(
			pageOf(2, numbered(1, 100)),
			pageOf(3, numbered(81, 100)),
			pageOf(3, numbered(181, 5)),
		);
		expect(countOf(result)).toBe(185);
	});

	it('is no failure if reading begins at a later page', async () => {
		const fetchPage = async (): Promise<Outcome> =>
			({
				kind: 'accepted',
				response: { rows: numbered(201, 5), outputData: { TotalPages: 3 } },
				sentAt,
			}) as never;
		const received = await Array.fromAsync(pagesOf(pages, fetchPage, { firstPage: 2 }));
		expect(received).toEqual([expect.objectContaining({ rows: numbered(201, 5) })]);
	});
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
	expect(received).toMatchObject([{ cause: 'missingList' }, { kind: 'accepted', rows: [] }]);
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
