import { cpuOf, memoryOf, median, rateOf, shown, spread, type Figures } from './figures.mts';
import type { Measurement } from './measure.mts';
import { GARBAGE, HELPER, OWN, SOCKETS, type Shares } from './profile.mts';
import {
	contenders,
	eightWork,
	labelOf,
	latecomersWork,
	LIMIT,
	limitedWork,
	mostWork,
	plainWork,
	questionsFor,
	refusedWork,
	twentyWork,
	twoProcessesWork,
	type Comparison,
	type Sizes,
} from './scenarios.mts';
import { refusalOf, type Job, type Work } from './job.mts';
import type { Startup } from './startup.mts';

/** All that was measured. */
export interface Findings {
	readonly figures: Figures;
	/** MB of the heap that are no garbage, at the most, by contender. */
	readonly live: Readonly<Record<string, number>>;
	readonly startups: readonly Startup[];
	/** Where the CPU time goes, by contender. */
	readonly profiles: Readonly<Record<string, Shares>>;
}

export interface Machine {
	readonly processor: string;
	readonly cores: number;
	/** GB. */
	readonly memory: number;
	readonly system: string;
	readonly node: string;
	readonly n8n: string;
	readonly date: string;
	readonly loadBefore: number;
	readonly minutes: number;
	readonly runs: number;
}

const { NODE, UNORDERED, HTTP, BATCHED, LOOP } = contenders;

/** The text of docs/benchmark/RESULTS.md. */
export function report(findings: Findings, sizes: Sizes, machine: Machine): string {
	return [
		'# Benchmark results',
		'',
		'Written by `npm run bench`; do not edit.',
		'',
		`Measured on ${machine.date}: ${machine.processor}, ${machine.cores} cores, ${Math.round(machine.memory)} GB, ${machine.system}; Node.js ${machine.node}, n8n ${machine.n8n}. The load of the machine before was ${machine.loadBefore.toFixed(1)}; all of it took ${Math.round(machine.minutes)} minutes.`,
		'',
		'![Speed, CPU and memory of the D3 SOAR node and its peers](results.svg)',
		'',
		'## Targets',
		'',
		...table(
			['Target', 'Measured', 'Reached'],
			targets(findings, sizes).map(({ aim, measured, met, because }) => [
				aim,
				measured,
				met ? 'yes' : `**no**: ${because}`,
			]),
		),
		'',
		...questionsFor(sizes).flatMap(({ title, words, comparisons }) => [
			`## ${title}`,
			'',
			...(words === '' ? [] : [words, '']),
			...comparisons.flatMap((comparison) => [
				`**${comparison.title}**`,
				'',
				...figuresOf(comparison, findings.figures),
				'',
			]),
		]),
		...cpuBreakdown(findings, sizes),
		...methodology(sizes, machine),
	].join('\n');
}

interface Target {
	readonly aim: string;
	readonly measured: string;
	readonly met: boolean;
	readonly because: string;
}

function targets({ figures, live, startups, profiles }: Findings, sizes: Sizes): Target[] {
	const limited = limitedWork(sizes);
	const least = leastSeconds(limited);
	const seconds = ({ seconds }: Measurement) => seconds;
	const job = { contender: NODE, work: limited };
	const paced = median(figures.of(job).map(seconds)) / least;
	const batched = median(figures.of({ contender: BATCHED, work: limited }).map(seconds)) / least;
	const lost = (contender: Job['contender']) =>
		median(figures.of({ contender, work: limited }).map((run) => run.lost));

	const work = mostWork(sizes);
	const plain = plainWork(sizes);
	const [node, http, loop] = [NODE, HTTP, LOOP].map((contender) => ({ contender, work }));
	const [plainNode, plainHttp, plainLoop] = [UNORDERED, HTTP, LOOP].map((contender) => ({
		contender,
		work: plain,
	}));
	const cpu = figures.ratio(node!, http!, cpuOf(node!));
	const plainCpu = figures.ratio(plainNode!, plainHttp!, cpuOf(plainNode!));
	const plainLoopCpu = figures.ratio(plainLoop!, plainHttp!, cpuOf(plainLoop!));
	const loopCpu = figures.ratio(loop!, http!, cpuOf(loop!));
	const memory = figures.ratio(node!, http!, memoryOf);
	const loopMemory = figures.ratio(loop!, http!, memoryOf);
	const memoryAgainstLoop = figures.ratio(node!, loop!, memoryOf);
	const speed = figures.ratio(node!, loop!, rateOf);
	const ownCpu = profiles[labelOf(UNORDERED)]![OWN]! / plain.items;
	const most = work.items.toLocaleString('en');
	const [liveNode, liveHttp, liveLoop] = [NODE, HTTP, LOOP].map((one) => live[labelOf(one)]!);

	const eight = figures.of({ contender: NODE, work: eightWork });
	const twenty = figures.of({ contender: NODE, work: twentyWork });
	const two = figures.of({ contender: NODE, work: twoProcessesWork });
	const alone = figures.of({ contender: NODE, work: latecomersWork(sizes) });
	const eightTimes = median(eight.map(seconds)) / leastSeconds(eightWork);
	const most429 = (runs: readonly Measurement[]) => Math.max(...runs.map(({ refused }) => refused));
	const refusedShare = median(two.map(refusedLaterIn));
	const rateOfAll = median(two.map((run) => run.rateOfAll));
	const longestWait = Math.max(...alone.flatMap(waitsOf));
	const failures = figures.of({ contender: NODE, work: refusedWork });
	const milliseconds = median(startups.map((one) => one.milliseconds));
	const megabytes = median(startups.map((one) => one.memory));
	return [
		{
			aim: `${limited.items.toLocaleString('en')} tasks at ${LIMIT} per second in at most 1.03 times the minimum time, none lost`,
			measured: `${paced.toFixed(3)} times, ${lost(NODE)} lost (HTTP Request: ${lost(HTTP)} lost; in batches of ${LIMIT} per second ${shown(batched)} times, ${lost(BATCHED)} lost)`,
			met: paced <= 1.03 && lost(NODE) === 0,
			because: 'see the table below',
		},
		{
			aim: '8 executions of 100 tasks at 40 per second in one process: all made, none refused, in at most 1.05 times the minimum time',
			measured: `${eightTimes.toFixed(3)} times, ${eight[0]!.lost} lost, ${most429(eight)} refused`,
			met: eightTimes <= 1.05 && eight.every(({ lost }) => lost === 0) && most429(eight) === 0,
			because: 'see the table below',
		},
		{
			aim: '20 executions of 25 tasks likewise: all made, none refused',
			measured: `${twenty[0]!.lost} lost, ${most429(twenty)} refused`,
			met: twenty.every(({ lost }) => lost === 0) && most429(twenty) === 0,
			because: 'see the table below',
		},
		{
			aim: 'Two processes of 500 tasks at 40 per second each, at a server of 50: after five seconds at most 2 % refused, at least 45 per second while both are at work',
			measured: `${(100 * refusedShare).toFixed(1)} %, ${shown(rateOfAll)} per second`,
			met: refusedShare <= 0.02 && rateOfAll >= 45,
			because: 'see the table below',
		},
		{
			aim: `One task that comes while ${most} are under way arrives within a second`,
			measured: `${shown(longestWait)} ms at the longest`,
			met: longestWait <= 1000,
			because: 'see the table below',
		},
		{
			aim: `${most} items: CPU per item at most 0.75 times HTTP Request's`,
			measured: `${shown(cpu)} times; without expressions, ${plain.items.toLocaleString('en')} items, ${shown(plainCpu)} times`,
			met: cpu <= 0.75,
			because: `n8n's own request helper in a bare loop takes ${shown(loopCpu)} times HTTP Request's CPU by itself, and ${shown(plainLoopCpu)} times without expressions, so that a node that calls it for each item cannot reach this; and this node has one expression per field where HTTP Request has one for the whole body. See [where the time goes](#where-the-time-goes)`,
		},
		{
			aim: `${most} items: peak memory at most 0.4 times HTTP Request's`,
			measured: `${shown(memory)} times; live heap: ${shown(liveNode! / liveHttp!)} times (${shown(liveNode!)} MB against ${shown(liveHttp!)} MB)`,
			met: memory <= 0.4,
			because: `most of the peak is garbage that V8 has not collected yet, of n8n's expressions and requests; the bare loop has it too (${shown(loopMemory)} times; ${shown(liveLoop!)} MB really needed)`,
		},
		{
			aim: `${most} items: peak memory no more than that of n8n's request helper in a bare loop`,
			measured: `${shown(memoryAgainstLoop)} times`,
			met: memoryAgainstLoop <= 1,
			because:
				'V8 lets the heap grow to about four times what is alive when it collects the garbage. Of that, the code of this package is about 1.5 MB, and what n8n keeps of evaluated expressions until its isolate lets go of them is anything up to 5 MB, here as in the bare loop (see the range in the table below)',
		},
		{
			aim: `CPU of this package's own code at most 0.30 ms per item`,
			measured: `${ownCpu.toFixed(3)} ms`,
			met: ownCpu <= 0.3,
			because: 'see [where the time goes](#where-the-time-goes)',
		},
		{
			aim: `${most} items: at least 0.95 times as fast as n8n's request helper in a bare loop with as many in flight`,
			measured: `${shown(speed)} times`,
			met: speed >= 0.95,
			because: `the node takes ${shown(figures.ratio(node!, loop!, cpuOf(node!)))} times the CPU of the bare loop, which reads no dates, checks nothing and remembers nothing. See [where the time goes](#where-the-time-goes)`,
		},
		{
			aim: '100 items of which 2 fail, continuing on failures: exactly those fail',
			measured: [...new Set(failures.map(failedIn))].join('; '),
			met: failures.every(tellsExactly),
			because: 'see the table below',
		},
		{
			aim: 'Loading the package costs n8n under 20 ms and under 5 MB',
			measured: `${spread(startups.map((one) => one.milliseconds))} ms, ${spread(startups.map((one) => one.memory))} MB`,
			met: milliseconds < 20 && megabytes < 5,
			because: `Node.js has to find, read and compile ${startups[0]!.files} files`,
		},
	];
}

/** The least time in which the limit lets so many requests start, and the last one be answered. */
function leastSeconds({ items, latency, pace = LIMIT }: Work): number {
	return Math.floor((items - 1) / pace) + latency / 1000;
}

function refusedLaterIn({ refusedLater, requestsLater }: Measurement): number {
	return refusedLater / requestsLater;
}

/** How long the items that came alone took to arrive, in milliseconds. */
function waitsOf({ asked = [], latecomersAt }: Measurement): number[] {
	return asked.map((at, index) => latecomersAt[index]! - at);
}

/** A column of a table of figures. */
interface Column {
	readonly title: string;
	readonly cell: (runs: readonly Measurement[], job: Job) => string;
}

function figuresOf({ rows }: Comparison, figures: Figures): string[] {
	const [{ job: first }] = rows as [Comparison['rows'][number]];
	const { limit, faults, executions, latecomers } = first.work;
	const against: Column = {
		title: 'D3 SOAR against it: speed, CPU, memory',
		cell: (_, job) =>
			job === first
				? ''
				: [rateOf, cpuOf(job), memoryOf]
						.map((figure) => shown(figures.ratio(first, job, figure)))
						.join(', '),
	};
	const rate: Column = { title: 'Items/s', cell: (runs) => spread(runs.map(rateOf)) };
	const took: Column = {
		title: 'Seconds (× minimum)',
		cell: (runs) => {
			const seconds = runs.map((run) => run.seconds);
			const all = runs.every(({ lost }) => lost === 0);
			const times = all ? `, ${shown(median(seconds) / leastSeconds(first.work))} times` : '';
			return `${spread(seconds)}${times}`;
		},
	};
	const columns =
		latecomers !== undefined
			? [waits]
			: executions !== undefined
				? [took, created, requests, refused, later, ofAll, inFlight]
				: faults !== 'none'
					? [created, output, requests]
					: limit !== undefined
						? [took, created, output, requests, cpu, memory, inFlight, connections]
						: [rate, cpu, memory, inFlight, connections, created, against];
	return table(
		['', ...columns.map(({ title }) => title)],
		rows.map(({ label, job }) => [label, ...columns.map(({ cell }) => cell(figures.of(job), job))]),
	);
}

const cpu: Column = {
	title: 'CPU ms/item',
	cell: (runs, job) => spread(runs.map(cpuOf(job))),
};
const memory: Column = { title: 'Peak MB', cell: (runs) => spread(runs.map(memoryOf)) };
const inFlight: Column = {
	title: 'In flight',
	cell: (runs) => counts(runs.map(({ maxInFlight }) => maxInFlight)),
};
const connections: Column = {
	title: 'Connections',
	cell: (runs) => counts(runs.map((run) => run.connections)),
};
const requests: Column = {
	title: 'Requests',
	cell: (runs) => counts(runs.map((run) => run.requests)),
};
const refused: Column = {
	title: 'Refused',
	cell: (runs) => counts(runs.map((run) => run.refused)),
};
const later: Column = {
	title: 'Refused after 5 s',
	cell: (runs) => `${spread(runs.map((run) => 100 * refusedLaterIn(run)))} %`,
};
const ofAll: Column = {
	title: 'Tasks/s while all are at work',
	cell: (runs) => spread(runs.map(({ rateOfAll }) => rateOfAll)),
};
const waits: Column = {
	title: 'ms until they arrive: median, longest',
	cell: (runs) => {
		const all = runs.flatMap(waitsOf);
		return `${shown(median(all))}, ${shown(Math.max(...all))}`;
	},
};
const created: Column = {
	title: 'Created / lost / duplicated',
	cell: (runs) => {
		const cells = runs.map((run) =>
			[run.created, run.lost, run.duplicated]
				.map((count) => count.toLocaleString('en'))
				.join(' / '),
		);
		return [...new Set(cells)].join('; ');
	},
};
const output: Column = {
	title: 'Output',
	cell: (runs) => [...new Set(runs.map(outputOf))].join('; '),
};

/** `50`, or `48–50` where the runs differ. */
function counts(values: readonly number[]): string {
	const range = [Math.min(...values), Math.max(...values)].map((count) =>
		count.toLocaleString('en'),
	);
	return [...new Set(range)].join('–');
}

function outputOf(run: Measurement): string {
	if (run.error !== undefined) return `none, the run fails: "${run.error}"`;
	const outputs = `${run.outputs.toLocaleString('en')} items`;
	return run.failed?.length === 0 ? outputs : `${outputs}; ${failedIn(run)}`;
}

function failedIn({ failed }: Measurement): string {
	if (failed === undefined) return 'the run fails';
	if (failed.length === 0) return 'no item fails';
	return `${failed.length === 1 ? 'item' : 'items'} ${failed.join(' and ')} fail${failed.length === 1 ? 's' : ''}`;
}

function tellsExactly({ failed, outputs }: Measurement): boolean {
	const expected = Array.from({ length: refusedWork.items }, (_, item) => item).filter(
		(item) => refusalOf(item) !== undefined,
	);
	return failed?.join() === expected.join() && outputs === refusedWork.items - expected.length;
}

/** Where the CPU time goes. */
function cpuBreakdown({ figures, profiles, live, startups }: Findings, sizes: Sizes): string[] {
	const owners = [...new Set(Object.values(profiles).flatMap((shares) => Object.keys(shares)))];
	const sum = (shares: Shares) => Object.values(shares).reduce((a, b) => a + b, 0);
	const work = plainWork(sizes);
	const perItem = (milliseconds: number) => (milliseconds / work.items).toFixed(3);
	const last = [HELPER, SOCKETS, GARBAGE];
	owners.sort((a, b) => last.indexOf(a) - last.indexOf(b));
	return [
		'## Where the time goes',
		'',
		`Milliseconds of CPU per item of the main thread, by the innermost package on the stack (V8's profiler, which looks once per millisecond and makes all of it somewhat slower; ${work.items.toLocaleString('en')} items without an expression; medians of three times as many runs as elsewhere).`,
		'',
		...table(
			['', ...Object.keys(profiles)],
			[
				...owners.map((owner) => [
					owner,
					...Object.values(profiles).map((shares) => perItem(shares[owner] ?? 0)),
				]),
				['all', ...Object.values(profiles).map((shares) => perItem(sum(shares)))],
			],
		),
		'',
		`The same work without the profiler, where other threads are V8's, which collect garbage and compile, and Node.js's own (medians): ${[
			UNORDERED,
			HTTP,
			LOOP,
		]
			.map((contender) => {
				const runs = figures.of({ contender, work });
				const main = median(runs.map(({ mainThread }) => mainThread));
				const others = median(runs.map(({ cpu, mainThread }) => cpu - mainThread));
				return `${labelOf(contender)} ${perItem(main)} ms on the main thread and ${perItem(others)} ms on others`;
			})
			.join('; ')}.`,
		'',
		`Live heap for ${mostWork(sizes).items.toLocaleString('en')} items, input and output included (most of it that was seen after collecting the garbage, twice a second, in runs for this alone; medians): ${Object.entries(
			live,
		)
			.map(([label, megabytes]) => `${label} ${shown(megabytes)} MB`)
			.join('; ')}.`,
		'',
		`Loading the package adds ${shown(median(startups.map(({ heap }) => heap)))} MB to the heap.`,
		'',
	];
}

function methodology(sizes: Sizes, machine: Machine): string[] {
	return [
		'## How it is measured',
		'',
		"- Each measurement has a new server process (the simulator of D3 in `test/simulator`) and a new client process: n8n's workflow engine out of the real n8n, this package installed as n8n installs it, expressions evaluated in an isolate as the n8n server does. There is no database: credentials come from memory, which favours those that read them for each request, such as HTTP Request and the bare loop.",
		'- The client first does 50 items on another server, so that what n8n loads late is loaded. It is measured from the moment when the input items are there until the execution has finished.',
		'- *CPU* is user and system time of all threads of the client (`process.cpuUsage`). *Peak MB* is the most memory of the client process (`process.resourceUsage().maxRSS`, and where that was reached before, the most that was seen every 250 ms) above what it had when the work began. It includes garbage that has not been collected yet, and says little for few items. *In flight* and *connections* are counted by the server, and so are the tasks: *lost* are those that were to be made and were not.',
		`- Figures are the median of ${machine.runs} ${machine.runs === 1 ? 'run' : 'runs'}, with the range in parentheses; ratios are of the same run, and then their median. A ratio of speed above 1, and one of CPU or memory below 1, is in favour of D3 SOAR.`,
		`- *Declarative node* is the same command as a description that n8n carries out by itself (\`benchmark/peers\`). *Request helper* is a node that reads the same parameters and calls n8n's \`httpRequestWithAuthentication\` and does nothing else; one at a time it has at most ${sizes.oneByOne} items here. *No n8n* is Node's own client with kept connections: what machine and server can do.`,
		'- The D3 SOAR node has *Requests per Second* 0 where there is no limit.',
		'',
	];
}

function table(header: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(header), line(header.map(() => '---')), ...rows.map(line)];
}
