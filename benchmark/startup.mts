/** What it costs n8n to load the package: in a process that has n8n-workflow and nothing else. */
import { createRequire } from 'node:module';
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
	if (made.length === 0) throw new Error('The package names no nodes');
	return {
		milliseconds,
		heap: (after.heapUsed - before.heapUsed) / MEGABYTE,
		memory: (after.rss - before.rss) / MEGABYTE,
		files: Object.keys(require.cache).length - filesBefore,
	};
}

function used(): NodeJS.MemoryUsage {
	globalThis.gc!();
	return process.memoryUsage();
}
