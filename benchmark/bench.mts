/**
 * `npm run bench`: measures this package's node on n8n's own engine, next to what a user would take in its
 * place, and writes RESULTS.md and results.svg into docs/benchmark. `npm run bench -- --quick` prints a small part
 * of it and writes nothing; `--runs=1` measures all of it once, where there is little time.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from 'selfsigned';

import { print, UserFacingError, withProgress } from '../scripts/command.cjs';
import { installN8n, installProject, N8N_VERSION } from '../test/support/n8n/install.mts';
import { chart } from './chart.mts';
import { Figures, keyOf, median, rateOf, shown } from './figures.mts';
import type { Job } from './job.mts';
import { ask, end, measure, startClient, type Environment } from './measure.mts';
import type { Shares } from './profile.mts';
import { report, type Findings, type Machine } from './report.mts';
import {
	contenders,
	FULL,
	labelOf,
	mostWork,
	plainWork,
	questionsFor,
	QUICK,
	type Sizes,
} from './scenarios.mts';
import type { Startup } from './startup.mts';

const RESULTS = join('docs', 'benchmark');
/** How often the package is loaded in each run. */
const LOADED_IN_A_RUN = 5;
/** How often the profiler looks, for each run: its work is short, so that a slow moment of the machine shows. */
const PROFILED_PER_RUN = 3;

const { quick, ...chosen } = parseArgs({
	options: {
		quick: { type: 'boolean', default: false },
		runs: { type: 'string', default: '3' },
	},
}).values;
const runs = quick ? 1 : Number(chosen.runs);
const sizes = quick ? QUICK : FULL;
const userFolder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-bench-'));
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.on(signal, () => interruption.abort());
}
try {
	const script = await installN8n(interruption.signal);
	const packageFolder = await withProgress('Installing this package as n8n does', () =>
		installProject(userFolder),
	);
	const environment = await environmentFor(script, packageFolder);
	const began = Date.now();
	const loadBefore = loadavg()[0]!;
	const findings = await findAll(environment, sizes);
	const minutes = (Date.now() - began) / 60_000;
	const text = report(findings, sizes, machine(minutes, loadBefore));
	if (quick) {
		print(
			`\n${text}\nThis was a quick run: nothing was written; the figures are not representative.`,
		);
	} else {
		await mkdir(RESULTS, { recursive: true });
		await writeFile(join(RESULTS, 'RESULTS.md'), text);
		await writeFile(join(RESULTS, 'results.svg'), chart(findings.figures, sizes));
		print(`\nWritten: RESULTS.md and results.svg in ${RESULTS}`);
	}
} catch (error) {
	process.exitCode = 1;
	if (interruption.signal.aborted) print('Interrupted.');
	else if (error instanceof UserFacingError) console.error(error.message);
	else console.error(error);
} finally {
	await rm(userFolder, { recursive: true, force: true, maxRetries: 5 });
}

async function environmentFor(script: string, packageFolder: string): Promise<Environment> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
		extensions: [
			{ name: 'basicConstraints', cA: true, critical: true },
			{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] },
		],
	});
	const certFile = join(userFolder, 'certificate.pem');
	await writeFile(certFile, cert);
	return {
		packageFolder,
		n8nModules: join(script, '..', '..', '..'),
		userFolder,
		tls: { key, cert, certFile },
	};
}

async function findAll(environment: Environment, sizes: Sizes): Promise<Findings> {
	const figures = new Figures();
	const startups: Startup[] = [];
	const jobs = jobsOf(sizes);
	for (let run = 1; run <= runs; run++) {
		for (let time = 0; time < LOADED_IN_A_RUN; time++) startups.push(await startup(environment));
		for (const [index, job] of jobs.entries()) {
			interruption.signal.throwIfAborted();
			const measurement = await measure(job, environment);
			figures.add(job, measurement);
			const { items, latency } = job.work;
			print(
				`run ${run}, ${index + 1} of ${jobs.length}: ${labelOf(job.contender).replaceAll('*', '')}, ${items} items, ${latency} ms: ${shown(rateOf(measurement))} items/s`,
			);
		}
	}
	return {
		figures,
		live: await liveHeaps(environment, sizes),
		startups,
		profiles: await profiles(environment, sizes),
	};
}

/** Each job once, however many questions it answers. */
function jobsOf(sizes: Sizes): Job[] {
	const jobs = questionsFor(sizes).flatMap(({ comparisons }) =>
		comparisons.flatMap(({ rows }) => rows.map(({ job }) => job)),
	);
	return [...new Map(jobs.map((job) => [keyOf(job), job])).values()];
}

/** What n8n's heap really has to hold, in MB; in the middle, since a look can fall into an unlucky moment. */
async function liveHeaps(environment: Environment, sizes: Sizes): Promise<Findings['live']> {
	const { NODE, HTTP, LOOP } = contenders;
	const work = mostWork(sizes);
	const live: Record<string, number> = {};
	for (const contender of [NODE, HTTP, LOOP]) {
		const heaps: number[] = [];
		for (let run = 1; run <= runs; run++) {
			heaps.push((await measure({ contender, work, inspect: 'heap' }, environment)).heap);
		}
		live[labelOf(contender)] = median(heaps);
	}
	return live;
}

async function startup(environment: Environment): Promise<Startup> {
	const child = startClient('startup.mts', environment);
	const result = await ask<Startup>(child, 'load');
	await end(child);
	return result;
}

/** Where the CPU time goes, without an expression, so that the request itself is seen. */
async function profiles(environment: Environment, sizes: Sizes): Promise<Findings['profiles']> {
	const { UNORDERED, HTTP, LOOP } = contenders;
	const work = plainWork(sizes);
	const profiled = [UNORDERED, HTTP, LOOP].map((contender) => ({
		contender,
		shares: [] as Shares[],
	}));
	for (let time = 0; time < runs * PROFILED_PER_RUN; time++) {
		for (const { contender, shares } of profiled) {
			const measurement = await measure({ contender, work, inspect: 'profile' }, environment);
			shares.push(measurement.shares ?? {});
		}
	}
	return Object.fromEntries(
		profiled.map(({ contender, shares }) => [labelOf(contender), mediansOf(shares)]),
	);
}

/** The middle of each share. */
function mediansOf(runs: readonly Shares[]): Shares {
	const owners = new Set(runs.flatMap((shares) => Object.keys(shares)));
	return Object.fromEntries(
		[...owners].map((owner) => [owner, median(runs.map((shares) => shares[owner] ?? 0))]),
	);
}

function machine(minutes: number, loadBefore: number): Machine {
	return {
		processor: cpus()[0]?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memory: totalmem() / 1024 ** 3,
		system: `${process.platform} ${process.arch}`,
		node: process.versions.node,
		n8n: N8N_VERSION,
		date: new Date().toISOString().slice(0, 10),
		loadBefore,
		minutes,
		runs,
	};
}
