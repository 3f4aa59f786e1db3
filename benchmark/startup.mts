/** What it costs n8n to load the package: in a process that has n8n-workflow and nothing else. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What loading costs. */
export interface Startup {
	/** Milliseconds until all nodes and credentials are loaded and made. */
	readonly milliseconds: number;
	/** What the JavaScript heap holds for it, in MB. */
	readonly heap: number;
	/** By how much the process has grown, in MB. */
	readonly memory: number;
	/** How many files that are. */
	readonly files: number;
	/** Milliseconds that Node.js takes for as many files with nothing in them. */
	readonly empty: number;
}

const MEGABYTE = 1024 * 1024;

process.once('disconnect', () => process.exit());
process.once('message', () => process.send!(load()));

function load(): Startup {
	const require = createRequire(join(process.cwd(), 'package.json'));
	require('n8n-workflow');
	const { n8n } = require('./package.json') as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const filesBefore = Object.keys(require.cache).length;
	const before = used();
	const began = performance.now();
	const made = [...n8n.nodes, ...n8n.credentials].map((path) => {
		// As n8n's loader does: the class has the name of its file.
		const name = path.split('/').at(-1)!.split('.')[0]!;
		const file = require(`./${path}`) as Record<string, new () => object>;
		return new file[name]!();
	});
	const milliseconds = performance.now() - began;
	const after = used();
	const files = Object.keys(require.cache).length - filesBefore;
	if (made.length === 0) throw new Error('The package names no nodes');
	return {
		milliseconds,
		heap: (after.heapUsed - before.heapUsed) / MEGABYTE,
		memory: (after.rss - before.rss) / MEGABYTE,
		files,
		empty: emptyFiles(files, require),
	};
}

function emptyFiles(count: number, require: NodeJS.Require): number {
	const folder = mkdtempSync(join(tmpdir(), 'n8n-nodes-d3soar-empty-'));
	const paths = Array.from({ length: count }, (_, index) => join(folder, `${index}.js`));
	for (const path of paths) writeFileSync(path, "'use strict';");
	const began = performance.now();
	for (const path of paths) require(path);
	const milliseconds = performance.now() - began;
	rmSync(folder, { recursive: true });
	return milliseconds;
}

function used(): NodeJS.MemoryUsage {
	globalThis.gc!();
	return process.memoryUsage();
}
