import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { COMMAND_NAMES } from '../../credentials/commandNames.ts';
import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { filesOf } from '../../scripts/files.mts';
import { labelsOfPackage } from '../support/labels.mts';
import { operationsOf } from '../support/operations.mts';

const text = (path: string) => readFileSync(path, 'utf8');

const PAGES = filesOf('docs/*.md');
const DOCUMENTS = ['CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md', ...PAGES];

/** A document without its blocks of code. */
const proseOf = (path: string) => text(path).replace(/^ *```[^]*?^ *```$/gm, '');

// Whoever copies the example must get code that compiles.
it('CONTRIBUTING.md shows an example command exactly as its source file has it', () => {
	const [, path, code] = /<!-- example: (\S+) -->\n```ts\n([\s\S]*?)```/.exec(
		text('CONTRIBUTING.md'),
	)!;
	expect(code).toBe(text(path!));
});

it.each(DOCUMENTS)('%s names only files that exist', (name) => {
	const paths = [...text(name).matchAll(/`((?:nodes|credentials|test|scripts|docs)\/[^`<]*)`/g)];
	for (const [, path] of paths) expect([path, filesOf(path!).length]).toEqual([path, 1]);
});

/** The sections of a document, as addresses name them: npm and GitHub show it with the same ones. */
const sectionsOf = (path: string) =>
	[...proseOf(path).matchAll(/^##+ (.+)$/gm)].map(([, heading]) =>
		heading!
			.toLowerCase()
			.replace(/[^\p{Letter}\p{Number}\s_-]/gu, '')
			.replace(/\s/g, '-'),
	);

const sections = sectionsOf('README.md');

// Who is stuck in n8n presses "Docs" and must not have to search.
it.each([
	'credentials/D3SoarApi.credentials.ts',
	'nodes/D3Soar/D3Soar.node.ts',
	'nodes/D3SoarTrigger/D3SoarTrigger.node.ts',
])('%s leads to the section of README.md that explains it', (path) => {
	const [, url] = /documentationUrl(?::| =)\s+'(.*)'/.exec(text(path))!;
	const [page, section] = url!.split('#');
	const { homepage } = JSON.parse(text('package.json')) as { homepage: string };
	expect(page).toBe(homepage);
	expect(sections).toContain(section);
});

it.each(DOCUMENTS)('%s links only to files and sections that exist', (name) => {
	const links = [...proseOf(name).matchAll(/\]\(([^)\s]+)\)|(?:src|srcset)="([^"]+)"/g)].map(
		([, link, picture]) => (link ?? picture)!,
	);
	const broken = links.filter((link) => {
		if (link.startsWith('https://')) return false;
		const [file, section] = link.split('#');
		const path = file === '' ? name : join(dirname(name), file!);
		return !existsSync(path) || (section !== undefined && !sectionsOf(path).includes(section));
	});
	expect(broken).toEqual([]);
});

it('README.md leads to every page of docs', () => {
	for (const page of PAGES) expect(text('README.md')).toContain(`](${page})`);
});

// Whoever cannot see the picture, or has it blocked, reads this.
it.each(DOCUMENTS)('%s describes each picture in words', (name) => {
	for (const [picture] of proseOf(name).matchAll(/<img [^>]*>/g)) {
		expect(picture).toMatch(/ alt="[^"]{30,}"/);
	}
});

it('docs/operations.md has a row for every operation, and README.md one for every resource', () => {
	for (const [, { name }, { operation, command }] of operationsOf(resources)) {
		expect(text('docs/operations.md')).toContain(`| ${name} | ${operation.name} | ${command} |`);
	}
	for (const { name } of resources) expect(text('README.md')).toContain(`\n| ${name} |`);
});

// Who asks for a key by a name that D3 does not have gets nowhere.
it.each(['README.md', 'docs/credentials.md'])('%s names only commands that there are', (name) => {
	const commands = [
		...proseOf(name).matchAll(/\b(?:Get|Create|Update|Set|Add|Close|InActive|get)[A-Z]\w+/g),
	].map(([command]) => command);
	expect(commands).not.toEqual([]);
	expect(COMMAND_NAMES).toEqual(
		expect.arrayContaining(commands.filter((c) => c !== 'CreateEvents')),
	);
});

/** The code of the package, in which its messages and the words of its pages stand. */
const SOURCES = filesOf('{nodes,credentials}/**/*.ts').map(text).join('\n').replace(/\\'/g, "'");

const escaped = (words: string) => words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Names that documents put in italics as well, and whose they are. */
const FOREIGN_NAMES = [
	// n8n's nodes, settings, buttons and words
	'Always Output Data',
	'Canceled',
	'Community nodes',
	'Continue',
	'Continue (using error output)',
	'No action required',
	'Security',
	'Connection tested successfully',
	'Header Auth',
	'On Error: Stop Workflow',
	'Crashed',
	'Debug in editor',
	'Error',
	'Execute step',
	'Execute workflow',
	'On Error',
	'Poll Times',
	'Predefined Credential Type',
	'Production URL',
	'Trigger manually',
	'Retry',
	'Retry with currently saved workflow',
	'Retry with original workflow',
	'Retry On Fail',
	'Running',
	'Save Execution Progress',
	// D3's
	'Bypass',
	'Fetch Event',
	'Interaction Task',
	'On Incident External Action',
	'REST API Request',
	'Request URL',
	'Required',
	// the project's own
	'Check D3 first',
	'Safe to run again',
	'Check My D3',
	'Its response was not seen',
	'Report from a live D3',
	'Why it is programmatic',
	'Safe to repeat',
	'Unreleased',
];

// A field by another name than the form shows cannot be found.
it.each(DOCUMENTS)('%s calls fields, options, choices and operations by their names', (name) => {
	const known = new Set([...labelsOfPackage(), ...FOREIGN_NAMES, ...COMMAND_NAMES]);
	const named = [...proseOf(name).matchAll(/(?<![*\w])\*([A-Z][^*\n]*?)\*(?![*\w])/g)].map(
		([, label]) => label!,
	);
	const isKnown = (label: string) =>
		known.has(label) || new RegExp(`['"\`>]${escaped(label)}['"\`<]`).test(SOURCES);
	const unknown = named.filter(
		(label) => !label.endsWith('.') && !isKnown(label) && !label.split(/ > |: /).every(isKnown),
	);
	expect(unknown).toEqual([]);
});

// So does a row about a field that is not there.
it.each(DOCUMENTS)('%s has no row about a field or option that does not exist', (name) => {
	const known = labelsOfPackage();
	const tables = [
		...proseOf(name).matchAll(/^\| (?:Field|Option) \|.*\n\|[ -|]*\n((?:\|.*\n)*)/gm),
	];
	for (const [, rows] of tables) {
		const fields = [...rows!.matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell]) => cell!.split(', '));
		expect(fields.filter((field) => !known.has(field))).toEqual([]);
	}
});

/** What troubleshooting has headings for besides messages. */
const OTHER_SIGNS = [
	'The link in the task leads to localhost',
	'Error codes that n8n shows',
	'After an update to n8n 3, the node is gone',
	'After the container was replaced, the node is gone',
];

/** https://docs.d3security.com/api-docs/Working-version/http-status-codes */
const D3_WORDS = 'Invalid authentication key.';

// Who searches for the message finds what to do only under its own words.
it('docs/troubleshooting.md has the messages of the package, word for word, as headings', () => {
	const headings = [...text('docs/troubleshooting.md').matchAll(/^### (.+)$/gm)]
		.map(([, heading]) => heading!)
		.filter((heading) => !OTHER_SIGNS.includes(heading));
	expect(headings.length).toBeGreaterThan(30);
	const unknown = headings.filter((heading) => {
		const parts = heading.split('…').map((part) => part.trim());
		return !parts.every((part) => part === D3_WORDS || SOURCES.includes(part));
	});
	expect(unknown).toEqual([]);
});

// A figure that was measured once and changed since promises what nobody has seen.
it.each(['README.md', 'docs/performance.md'])(
	'%s quotes only figures of docs/benchmark/RESULTS.md',
	(name) => {
		const [, quoted] = /<!-- figures -->\n([^]*?)<!-- \/figures -->/.exec(text(name))!;
		const figures = quoted!.match(/\d[\d,.]*\d|\d/g)!;
		const measured = new Set(text('docs/benchmark/RESULTS.md').match(/\d[\d,.]*\d|\d/g));
		expect(figures.filter((figure) => !measured.has(figure))).toEqual([]);
	},
);

// Whoever routes by an outcome copies its word from here.
it('README.md names every outcome as the code does, and no other', () => {
	const [, words] = /export type FailureKind = (.*);/.exec(
		text('nodes/shared/transport/outcome.ts'),
	)!;
	const outcomes = [...words!.matchAll(/'(\w+)'/g)].map(([, word]) => word!);
	for (const outcome of outcomes) expect(text('README.md')).toContain(`\`${outcome}\``);
	const shown = [...text('README.md').matchAll(/"outcome": "(\w+)"/g)].map(([, word]) => word!);
	expect(outcomes).toEqual(expect.arrayContaining(shown));
});

// The owner of an action can move a tag to other code, but not a commit.
it.each(filesOf('.github/workflows/*.yml'))(
	'%s pins every action to a commit, which nobody can move to other code',
	(path) => {
		const uses = [...text(path).matchAll(/uses: (\S+)(.*)/g)];
		expect(uses.length).toBeGreaterThan(0);
		for (const [, action, comment] of uses) {
			if (action!.startsWith('./')) continue;
			expect(action).toMatch(/^[\w-]+\/[\w-]+@[\da-f]{40}$/);
			expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
		}
	},
);

/** The parts of the release workflow, a job each, by their names. */
const RELEASE_JOBS = Object.fromEntries(
	text('.github/workflows/release.yml')
		.split(/^ {2}(?=\w+:$)/m)
		.map((job) => [/^\w+/.exec(job)![0], job]),
);

// Code that no lock names, such as the scanner, could else publish whatever it wants.
it('the release workflow may publish in one job only, which runs nothing but that, as package.json has it', () => {
	const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
	const { publish, ...others } = RELEASE_JOBS;
	const commands = [...publish!.matchAll(/\brun: (.*)/g)].map(([, command]) => command);
	expect(commands).toEqual([scripts['release:publish']]);
	expect(publish).not.toContain('actions/checkout');
	expect(publish).toContain('id-token: write');
	for (const job of Object.values(others)) expect(job).not.toContain('id-token');
	expect(others.pack).toMatch(/run: npm run release:pack [^]*path: release\/package\.tgz\n/);
});

// A tag can be pushed while main is rejected: what users get would be on no branch.
it('the release workflow packs only what is on main, of which it has the history', () => {
	expect(RELEASE_JOBS.pack).toMatch(
		/fetch-depth: 0\n[^]* run: git merge-base --is-ancestor "\$GITHUB_SHA" origin\/main\n[^]*release:pack/,
	);
});

// Without it npm would publish all the same, and nobody could tell from what.
it('the release workflow publishes with provenance only, from a job that no token is given to', () => {
	expect(RELEASE_JOBS.publish).toMatch(
		/run: npm publish .*\n\s+env:\n\s+NPM_CONFIG_PROVENANCE: 'true'\n/,
	);
	expect(text('.github/workflows/release.yml')).not.toContain('secrets.');
});

it.each(filesOf('.github/workflows/*.yml'))(
	'%s runs only scripts that package.json has',
	(path) => {
		const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
		for (const [, script] of text(path).matchAll(/\brun ([\w:]+)/g)) {
			expect(scripts).toHaveProperty([script!]);
		}
	},
);

// Nobody runs what nobody knows of. The steps and checks are parts of the others.
it('CONTRIBUTING.md says of every script of package.json what it is for', () => {
	const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
	const unnamed = Object.keys(scripts).filter(
		(name) =>
			!/^(step|check):/.test(name) &&
			!new RegExp(`npm (run )?${name}(?![\\w:])`).test(text('CONTRIBUTING.md')),
	);
	expect(unnamed).toEqual([]);
});

// The shell of Windows takes "NAME=value command" for the name of a program.
it('no script of package.json begins with a variable, so that each one starts on Windows too', () => {
	const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
	for (const script of Object.values(scripts)) expect(script).not.toMatch(/(^|&& )\w+=/);
});

it('CHANGELOG.md has the sections of Keep a Changelog and starts with Unreleased', () => {
	const changelog = text('CHANGELOG.md');
	const releases = [...changelog.matchAll(/^## \[(.+?)\](.*)$/gm)];
	expect(releases[0]![1]).toBe('Unreleased');
	for (const [, version, date] of releases.slice(1)) {
		expect(version).toMatch(/^\d+\.\d+\.\d+$/);
		expect(date).toMatch(/^ - \d{4}-\d\d-\d\d$/);
	}
	for (const [, section] of changelog.matchAll(/^### (.+)$/gm)) {
		expect(['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security']).toContain(section);
	}
});
