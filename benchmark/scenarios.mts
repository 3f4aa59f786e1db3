import type { Contender, Job, Work } from './job.mts';

/** One line of a table. */
export interface Row {
	readonly label: string;
	readonly job: Job;
}

/** Rows that answer one question: this package's node first, in the same conditions as its peers. */
export interface Comparison {
	/** What the conditions are. */
	readonly title: string;
	readonly rows: readonly Row[];
}

/** One question and what was measured for it. */
export interface Question {
	readonly title: string;
	/** What one has to know to read the answer. */
	readonly words: string;
	readonly comparisons: readonly Comparison[];
}

/** How many items the comparisons have, by what they are for. */
export interface Sizes {
	readonly growing: readonly number[];
	readonly most: number;
	readonly usual: number;
	/** Where each item takes long. */
	readonly slow: number;
	/** The most that go one at a time. */
	readonly oneByOne: number;
	/** How many come alone while the most are under way. */
	readonly latecomers: number;
}

export const FULL: Sizes = {
	growing: [1, 100, 1000, 10_000],
	most: 10_000,
	usual: 1000,
	slow: 200,
	oneByOne: 100,
	latecomers: 20,
};

/** Enough to see that all of it works, and too little to learn from. */
export const QUICK: Sizes = {
	growing: [100],
	most: 100,
	usual: 100,
	slow: 20,
	oneByOne: 20,
	latecomers: 2,
};

/** D3's documented limit. */
export const LIMIT = 50;

export const USUAL: Omit<Work, 'items'> = {
	incidents: 100,
	expressions: 'two',
	latency: 20,
	https: false,
	limit: undefined,
	faults: 'none',
};

const NODE: Contender = { kind: 'node', inFlight: 10 };
const UNORDERED: Contender = { ...NODE, keepOrder: false };
const HTTP: Contender = { kind: 'httpRequest' };
const BATCHED: Contender = { kind: 'httpRequest', batching: { size: LIMIT, interval: 1000 } };
const RETRIED: Contender = { ...BATCHED, retryOnFail: true };
const DECLARATIVE: Contender = { kind: 'declarative' };
const LOOP: Contender = { kind: 'loop', inFlight: 10 };
const ONE_BY_ONE: Contender = { kind: 'loop', inFlight: 1 };
const BARE: Contender = { kind: 'bare', inFlight: 10 };

/** How a contender is called in the tables. */
export function labelOf(contender: Contender): string {
	const { kind, inFlight, batching, retryOnFail, keepOrder } = contender;
	switch (kind) {
		case 'node':
			return `**D3 SOAR**, ${inFlight} in flight${keepOrder === false ? ', Keep Order off' : ''}`;
		case 'httpRequest':
			return [
				'HTTP Request',
				...(batching === undefined ? [] : [`batches of ${batching.size} per second`]),
				...(retryOnFail === true ? ['Retry On Fail'] : []),
			].join(', ');
		case 'declarative':
			return 'Declarative node';
		case 'loop':
			return inFlight === 1
				? 'Request helper, one at a time'
				: `Request helper, ${inFlight} in flight`;
		case 'bare':
			return `No n8n, kept connections, ${inFlight} in flight`;
	}
}

function comparison(title: string, work: Work, contenders: readonly Contender[]): Comparison {
	return {
		title,
		rows: contenders.map((contender) => ({
			label: labelOf(contender),
			job: { contender, work },
		})),
	};
}

const counted = (items: number) =>
	`${items.toLocaleString('en')} ${items === 1 ? 'item' : 'items'}`;

/** The work that several targets are about. */
export const mostWork = ({ most }: Sizes): Work => ({ ...USUAL, items: most });
export const plainWork = ({ usual }: Sizes): Work => ({
	...USUAL,
	items: usual,
	expressions: 'none',
	incidents: 1,
});
export const limitedWork = ({ usual }: Sizes): Work => ({ ...USUAL, items: usual, limit: LIMIT });
export const refusedWork: Work = { ...USUAL, items: 100, faults: 'refusals' };

/** The work of several executions, which D3 counts together; it is shared where the server says so. */
const sharedLimit: Omit<Work, 'items'> = { ...USUAL, limit: LIMIT, pace: 40 };
export const eightWork: Work = { ...sharedLimit, items: 800, executions: 8 };
export const twentyWork: Work = { ...sharedLimit, items: 500, executions: 20 };
export const twoProcessesWork: Work = {
	...sharedLimit,
	items: 1000,
	executions: 2,
	processes: 2,
};
export const latecomersWork = ({ most, latecomers }: Sizes): Work => ({
	...sharedLimit,
	items: most,
	latecomers,
});
const rateLimitedWork: Work = { ...USUAL, items: 100, faults: 'one429' };

export const contenders = { NODE, UNORDERED, HTTP, BATCHED, LOOP, BARE, DECLARATIVE };

/** Everything that is measured. */
export function questionsFor(sizes: Sizes): Question[] {
	const { growing, usual, slow, oneByOne } = sizes;
	const work: Work = { ...USUAL, items: usual };
	return [
		{
			title: "Under D3's limit of 50 requests per second",
			words:
				"The server answers 429 to every request beyond 50 in a rolling second. The D3 SOAR node has *Requests per Second* 50. HTTP Request with *Retry On Fail* creates every task three times although nothing fails: D3's responses have a field `error`, which is empty if all went well. n8n takes such a field in the first item for a failure, and runs the node again until its three tries are over.",
			comparisons: [
				comparison(`${counted(usual)}, server answers in 20 ms`, limitedWork(sizes), [
					NODE,
					BATCHED,
					RETRIED,
					HTTP,
					DECLARATIVE,
				]),
			],
		},
		{
			title: 'Several executions at the same time',
			words:
				'The server answers 429 to every request beyond 50 in a rolling second, whoever sends it. The credential has *Requests per Second* 40.',
			comparisons: [
				comparison('8 executions of 100 items in one process', eightWork, [NODE]),
				comparison('20 executions of 25 items in one process', twentyWork, [NODE]),
				comparison(
					'Two processes, which know nothing of each other, with 500 items each',
					twoProcessesWork,
					[NODE],
				),
				comparison(
					`${counted(sizes.latecomers)} that come alone, one after another, while ${counted(sizes.most)} are under way`,
					latecomersWork(sizes),
					[NODE],
				),
			],
		},
		{
			title: 'Without a limit',
			words:
				'Incident and name are expressions; the tasks are spread over 100 incidents; the server answers in 20 ms.',
			comparisons: growing.map((items) =>
				comparison(counted(items), { ...USUAL, items }, [
					NODE,
					HTTP,
					DECLARATIVE,
					LOOP,
					...(items <= oneByOne ? [ONE_BY_ONE] : []),
					BARE,
				]),
			),
		},
		{
			title: 'How fast the server answers',
			words: '',
			comparisons: [
				comparison(`${counted(usual)}, at once`, { ...work, latency: 0 }, [
					NODE,
					HTTP,
					DECLARATIVE,
					LOOP,
					BARE,
				]),
				comparison(`${counted(slow)}, in 200 ms`, { ...work, items: slow, latency: 200 }, [
					NODE,
					HTTP,
					DECLARATIVE,
					LOOP,
					BARE,
				]),
			],
		},
		{
			title: 'More in flight',
			words: `${counted(usual)}; compare with 10 in flight above.`,
			comparisons: [
				comparison('50 in flight', work, [
					{ ...NODE, inFlight: 50 },
					{ ...LOOP, inFlight: 50 },
				]),
			],
		},
		{
			title: 'What order costs',
			words:
				'With *Keep Order* the tasks of one incident go one after another, so that all in one incident go one at a time.',
			comparisons: [
				comparison(`${counted(usual)} over 100 incidents`, work, [NODE, UNORDERED]),
				comparison(`${counted(usual)}, all in one incident`, { ...work, incidents: 1 }, [
					NODE,
					UNORDERED,
				]),
			],
		},
		{
			title: 'What expressions cost',
			words:
				"n8n evaluates each expression in an isolate, as its server does. HTTP Request has one expression, whatever stands in the body's template; a node with fields has one for each field.",
			comparisons: [
				comparison(`${counted(usual)}, no expression, all in one incident`, plainWork(sizes), [
					UNORDERED,
					HTTP,
					DECLARATIVE,
					LOOP,
				]),
				comparison(`${counted(usual)}, all seven parameters`, { ...work, expressions: 'all' }, [
					NODE,
					HTTP,
					DECLARATIVE,
					LOOP,
				]),
			],
		},
		{
			title: 'HTTPS',
			words: 'Each request of n8n makes a connection, and so a TLS handshake, of its own.',
			comparisons: [comparison(counted(usual), { ...work, https: true }, [NODE, HTTP, LOOP, BARE])],
		},
		{
			title: 'When some fail',
			words: '',
			comparisons: [
				comparison(
					'100 items, *On Error: Continue*; D3 refuses item 24 with a 400, and item 74 with a failure inside a 200',
					refusedWork,
					[NODE, BATCHED, RETRIED, HTTP, DECLARATIVE, LOOP],
				),
				comparison('100 items; D3 answers item 24 with a 429, once', rateLimitedWork, [
					NODE,
					BATCHED,
					RETRIED,
					HTTP,
					DECLARATIVE,
					LOOP,
				]),
			],
		},
	];
}
