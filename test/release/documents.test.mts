import { globSync, readFileSync } from 'node:fs';

const text = (path: string) => readFileSync(path, 'utf8');

// Whoever copies the example must get code that compiles.
it('CONTRIBUTING.md shows an example command exactly as its source file has it', () => {
	const [, path, code] = /<!-- example: (\S+) -->\n```ts\n([\s\S]*?)```/.exec(
		text('CONTRIBUTING.md'),
	)!;
	expect(code).toBe(text(path!));
});

it.each(['CONTRIBUTING.md', 'README.md', 'SECURITY.md'])(
	'%s names only files that exist',
	(name) => {
		const paths = [...text(name).matchAll(/`((?:nodes|credentials|test|scripts|docs)\/[^`<]*)`/g)];
		for (const [, path] of paths) expect([path, globSync(path!).length]).toEqual([path, 1]);
	},
);

/** The sections of README.md, as addresses name them: npm and GitHub show it with the same ones. */
const sections = [...text('README.md').matchAll(/^##+ (.+)$/gm)].map(([, heading]) =>
	heading!
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.replace(/\s/g, '-'),
);

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

it('README.md links only to sections that it has', () => {
	const links = [...text('README.md').matchAll(/\]\(#([^)]*)\)/g)].map(([, section]) => section);
	expect(sections).toEqual(expect.arrayContaining(links));
});

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
it.each(globSync('.github/workflows/*.yml'))(
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

// Without it npm would publish all the same, and nobody could tell from what.
it('the release workflow publishes with provenance only, from a job that no token is given to', () => {
	const workflow = text('.github/workflows/release.yml');
	expect(workflow).toMatch(
		/run: npm run release:publish\n\s+env:\n\s+NPM_CONFIG_PROVENANCE: 'true'\n/,
	);
	expect(workflow).toContain('id-token: write');
	expect(workflow).not.toContain('secrets.');
});

it.each(globSync('.github/workflows/*.yml'))(
	'%s runs only scripts that package.json has',
	(path) => {
		const { scripts } = JSON.parse(text('package.json')) as { scripts: Record<string, string> };
		for (const [, script] of text(path).matchAll(/\brun ([\w:]+)/g)) {
			expect(scripts).toHaveProperty([script!]);
		}
	},
);

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
