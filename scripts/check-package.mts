/** Checks what npm would publish: everything that n8n needs, and nothing else. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';

import { npm } from './command.cjs';
import { filesOf } from './files.mts';

const DOCS = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
/** What all that n8n loads have in common, and what is loaded when one of them runs; each is one file. */
const SHARED = builtAs('dist/shared-*.js');
const RUNNING = builtAs('dist/running-*.js');
const load = createRequire(join(process.cwd(), 'package.json'));

/** A node or a credential, as far as its icon goes. */
interface WithIcon {
	icon?: string | Record<string, string>;
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
	scripts: Record<string, string>;
	dependencies?: object;
	optionalDependencies?: object;
};
const { n8n } = manifest;
const entries = [...n8n.nodes, ...n8n.credentials];
const problems = [
	...(await contentProblems()),
	...entryProblems(),
	...startupProblems(),
	...licenseProblems(),
	...installationProblems(),
];
if (problems.length > 0) {
	console.error(`Package check failed:\n  ${problems.join('\n  ')}`);
	process.exit(1);
}

/** The file whose name ends in what stands for its content; the pattern itself where there is not just one. */
function builtAs(pattern: string): string {
	const files = filesOf(pattern);
	return files.length === 1 ? files[0]! : pattern;
}

/** What the packed file lacks, and what it holds without need. */
async function contentProblems(): Promise<string[]> {
	const packed = await filesToPublish();
	const expected = expectedFiles();
	return [
		...expected.filter((file) => !packed.includes(file)).map((file) => `missing: ${file}`),
		...packed.filter((file) => !expected.includes(file)).map((file) => `unexpected file: ${file}`),
	];
}

async function filesToPublish(): Promise<string[]> {
	const report = await npm(['pack', '--dry-run', '--json', '--ignore-scripts']);
	const [{ files }] = JSON.parse(report) as [{ files: { path: string }[] }];
	return files.map(({ path }) => path);
}

/** What n8n loads and what that shares; the codex files, schemas and icons, as they are; and the documents. */
function expectedFiles(): string[] {
	const copied = filesOf('nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json', 'icons/*.svg');
	const inDist = copied.map((file) => `dist/${file}`);
	return [...entries, SHARED, RUNNING, ...inDist, ...DOCS].sort();
}

/** What package.json names for n8n and is not there, or has no icon or codex file. */
function entryProblems(): string[] {
	const absent = entries.filter((entry) => !existsSync(entry));
	const unnamed = filesOf('{nodes/**/*.node,credentials/*.credentials}.ts')
		.map((source) => `dist/${source.replace(/\.ts$/, '.js')}`)
		.filter((built) => !entries.includes(built));
	const withoutCodex = n8n.nodes
		.map((entry) => entry.replace(/\.js$/, '.json'))
		.filter((codex) => !existsSync(codex));
	return [
		...absent.map((entry) => `named in package.json and not built: ${entry}`),
		...unnamed.map((built) => `not named in package.json: ${built}`),
		...withoutCodex.map((codex) => `missing: ${codex}`),
		...entries.filter((entry) => existsSync(entry)).flatMap(iconProblems),
	];
}

/** What n8n would load when it starts although only a run needs it; all entries are loaded by now. */
function startupProblems(): string[] {
	const loaded = Object.keys(load.cache).includes(resolve(RUNNING));
	return loaded ? [`loaded at startup but only needed at run time: ${RUNNING}`] : [];
}

/** The license of Windows' zone names wants its notice in every copy of them. */
function licenseProblems(): string[] {
	const code = filesOf('dist/**/*.js').map((path) => readFileSync(path, 'utf8'));
	const without = code.filter(
		(text) => text.includes('WINDOWS_ZONES = ') && !text.includes('UNICODE LICENSE'),
	);
	return without.map(() => 'license notice missing: Windows time zone table');
}

/** What npm would bring along, or run, where somebody installs the package: SECURITY.md promises that it is nothing. */
function installationProblems(): string[] {
	const { dependencies, optionalDependencies, scripts } = manifest;
	const run = Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare/.test(name));
	return [
		...Object.keys({ ...dependencies, ...optionalDependencies }).map(
			(name) => `runtime dependency: ${name}`,
		),
		...run.map((name) => `install script: ${name}`),
	];
}

/** The icons that a built node or credential names and that are not in dist. */
function iconProblems(entry: string): string[] {
	return iconsOf(entry)
		.map((icon) => relative('.', resolve(dirname(entry), icon.replace(/^file:/, ''))))
		.filter((path) => !existsSync(path) || !path.startsWith('dist'))
		.map((path) => `icon of ${entry}: ${path} is not there`);
}

function iconsOf(entry: string): string[] {
	const classes = Object.values(
		load(resolve(entry)) as Record<string, new () => WithIcon & { description?: WithIcon }>,
	).filter((value) => typeof value === 'function' && /^class\b/.test(String(value)));
	return classes.flatMap((Class) => {
		const made = new Class();
		const { icon } = made.description ?? made;
		return typeof icon === 'string' ? [icon] : Object.values(icon ?? {});
	});
}
