import { Session, type Profiler as V8 } from 'node:inspector';

/** What of the main thread's time goes where, in milliseconds. */
export type Shares = Record<string, number>;

/** Microseconds between two looks at the stack: V8's own default. Five times as many slow all down by 40 %. */
const INTERVAL = 1000;

/** V8's profiler, as `node --cpu-prof` uses it, from one moment to another. */
export class Profiler {
	private readonly session = new Session();

	start(): void {
		this.session.connect();
		this.session.post('Profiler.enable');
		this.session.post('Profiler.setSamplingInterval', { interval: INTERVAL });
		this.session.post('Profiler.start');
	}

	stop(): V8.Profile {
		let profile: V8.Profile | undefined;
		// Within a process the answer is there at once.
		this.session.post('Profiler.stop', (_, answer) => (profile = answer.profile));
		this.session.disconnect();
		return profile!;
	}
}

export const OWN = 'this package';

/** Under what name a package's time is shown; all others are those that n8n's request helper is made of. */
const OWNERS: ReadonlyArray<[owner: string, packages: RegExp]> = [
	[OWN, /^n8n-nodes-d3soar$/],
	['dates (luxon)', /^luxon$/],
	['HTTP Request node', /^n8n-nodes-base$/],
	['n8n: parameters and expressions', /^(n8n-workflow|@n8n\/expression-runtime|lodash)$/],
	['n8n: engine', /^n8n-core$/],
];
export const HELPER = "n8n's request helper (axios and others)";
export const SOCKETS = 'Node.js: HTTP, sockets';
export const GARBAGE = 'garbage collection';

/** Whose time it was: of the innermost package on the stack. Waiting and the benchmark itself are left out. */
export function sharesIn({ nodes, samples = [], timeDeltas = [] }: V8.Profile): Shares {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(
		nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
	);
	const owners = new Map<number, string | undefined>();
	const ownerOf = (leaf: number): string | undefined => {
		const { functionName } = byId.get(leaf)!.callFrame;
		if (functionName === '(garbage collector)') return GARBAGE;
		if (functionName === '(idle)') return undefined;
		for (let id: number | undefined = leaf; id !== undefined; id = parents.get(id)) {
			const name = packageIn(byId.get(id)!.callFrame.url);
			if (name === '') return undefined;
			if (name !== undefined) {
				return OWNERS.find(([, packages]) => packages.test(name))?.[0] ?? HELPER;
			}
		}
		return SOCKETS;
	};

	const shares: Shares = {};
	samples.forEach((sample, index) => {
		if (!owners.has(sample)) owners.set(sample, ownerOf(sample));
		const owner = owners.get(sample);
		if (owner !== undefined) shares[owner] = (shares[owner] ?? 0) + timeDeltas[index]! / 1000;
	});
	return shares;
}

/** The package that a file belongs to; nothing for Node's own, empty for the benchmark's. */
function packageIn(url: string): string | undefined {
	const [, name] = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(url) ?? [];
	if (name !== undefined) return name.replace('\\', '/');
	return url.endsWith('.mts') ? '' : undefined;
}
