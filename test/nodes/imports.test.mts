import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * Data flows one way: parameters -> command -> request -> response -> items. Whoever reads a module must not have to
 * read the one that uses it.
 */

const root = process.cwd();

const sources = ['nodes', 'credentials'].flatMap((folder) =>
	readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.map((path) => join(root, folder, path)),
);

/** The modules of ours that each of them imports, types and lazy imports included. */
const imports = new Map(
	sources.map((source) => {
		const { importedFiles } = ts.preProcessFile(readFileSync(source, 'utf8'));
		const local = importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
		return [source, local.map(({ fileName }) => moduleOf(source, fileName))];
	}),
);

function moduleOf(source: string, specifier: string): string {
	const path = resolve(dirname(source), specifier);
	const candidates = [`${path}.ts`, join(path, 'index.ts')];
	return candidates.find((candidate) => sources.includes(candidate))!;
}

/** A chain of imports that leads from a module back to itself. */
function cycleFrom(source: string, chain: readonly string[] = []): string[] | undefined {
	if (source === chain[0]) return [...chain, source];
	if (chain.includes(source)) return undefined;
	for (const next of imports.get(source)!) {
		const cycle = cycleFrom(next, [...chain, source]);
		if (cycle !== undefined) return cycle;
	}
	return undefined;
}

const importsFrom = (folder: string, target: string) =>
	[...imports].flatMap(([source, targets]) =>
		targets
			.filter(
				(path) => source.startsWith(join(root, folder)) && path.startsWith(join(root, target)),
			)
			.map((path) => `${relative(root, source)} -> ${relative(root, path)}`),
	);

it('every import of the sources is found, so that none escapes these tests', () => {
	expect(sources.length).toBeGreaterThan(100);
	expect([...imports.values()].flat()).not.toContain(undefined);
});

it('no module imports itself by way of others, not even for its types', () => {
	const cycles = sources.map((source) => cycleFrom(source)).filter((cycle) => cycle !== undefined);
	expect(cycles.map((cycle) => cycle.map((path) => relative(root, path)).join(' -> '))).toEqual([]);
});

it.each([
	['nodes/shared/', 'nodes/D3Soar/'],
	['nodes/shared/', 'nodes/D3SoarTrigger/'],
	['nodes/D3SoarTrigger/', 'nodes/D3Soar/'],
	['nodes/D3Soar/', 'nodes/D3SoarTrigger/'],
	['credentials/', 'nodes/D3Soar/'],
])('nothing in %s imports from %s, which is built on it or beside it', (folder, target) => {
	expect(importsFrom(folder, target)).toEqual([]);
});
