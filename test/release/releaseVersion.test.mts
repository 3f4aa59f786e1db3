import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { run } from '../../scripts/command.cjs';

/** `npm run release:version` in a repository of its own. */

const SCRIPT = resolve('scripts', 'release-version.mts');
const AUTHOR = {
	GIT_AUTHOR_NAME: 'Test',
	GIT_AUTHOR_EMAIL: 'test@example.com',
	GIT_COMMITTER_NAME: 'Test',
	GIT_COMMITTER_EMAIL: 'test@example.com',
};

let project: string;

beforeEach(async () => {
	project = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-test-'));
	await mkdir(join(project, 'node_modules'));
	await writeFile(join(project, 'node_modules', '.package-lock.json'), '{}');
	await writeFile(join(project, '.gitignore'), 'node_modules\n');
	await writeFile(join(project, 'package.json'), '{ "name": "project", "version": "1.2.3" }\n');
	await writeFile(join(project, 'CHANGELOG.md'), '## [Unreleased]\n\n### Fixed\n\n- A fault.\n');
	await git('init', '--quiet', '--initial-branch=main');
	await git('add', '--all');
	await git('commit', '--quiet', '--message=First');
});

afterEach(async () => await rm(project, { recursive: true, force: true }));

const environment = { ...process.env, ...AUTHOR };
const git = async (...args: string[]) => await run('git', args, { cwd: project, env: environment });
const release = async (version: string) =>
	await run(process.execPath, [SCRIPT, `--version=${version}`], {
		cwd: project,
		env: environment,
	});

async function expectNothingChanged(): Promise<void> {
	expect(await git('status', '--porcelain')).toBe('');
	expect(await git('log', '--format=%s')).toBe('First\n');
}

it('commits and tags the version with its changes, and says how to push both or neither', async () => {
	expect(await release('1.3.0')).toContain('git push --atomic --follow-tags');
	expect(await git('tag', '--points-at', 'HEAD')).toBe('v1.3.0\n');
	expect(await git('status', '--porcelain')).toBe('');
	expect(await readFile(join(project, 'CHANGELOG.md'), 'utf8')).toMatch(
		/^## \[Unreleased\]\n\n## \[1\.3\.0\] - \d{4}-\d\d-\d\d\n\n### Fixed\n\n- A fault\.\n/,
	);
});

// Git would refuse the tag last, when the release is committed.
it('changes nothing if the version has been tagged before', async () => {
	await git('tag', 'v1.3.0');
	await expect(release('1.3.0')).rejects.toThrow('There is a tag v1.3.0 already');
	await expectNothingChanged();
});

// The workflow would reject it, when the tag is pushed.
it.each([
	['another branch', ['switch', '--quiet', '--create', 'feature'], 'this is feature'],
	['no branch', ['switch', '--quiet', '--detach'], 'this is no branch'],
])('changes nothing on %s', async (_, command, told) => {
	await git(...command);
	await expect(release('1.3.0')).rejects.toThrow(`Releases are made on main, and ${told}`);
	await expectNothingChanged();
});
