import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { run } from '../../scripts/command.cjs';
import { unpack } from '../support/n8n/install.mts';

/** `npm run release:pack` in a project of its own, whose scan does what each test says. */

const SCRIPT = resolve('scripts', 'release-pack.mts');
const GITHUB = {
	GITHUB_SERVER_URL: 'https://github.com',
	GITHUB_REPOSITORY: 'owner/project',
	GITHUB_ACTOR: 'somebody',
	GITHUB_ACTOR_ID: '123',
};

let project: string;
let published: string;

beforeEach(async () => {
	project = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-test-'));
	published = join(project, 'release', 'package.tgz');
	await mkdir(join(project, 'scripts'));
	const author = { name: 'maintainers' };
	const manifest = JSON.stringify({ name: 'project', version: '1.2.3', author });
	await writeFile(join(project, 'package.json'), manifest);
	await writeFile(join(project, 'README.md'), '[More](docs/more.md)\n');
	await writeFile(join(project, 'CHANGELOG.md'), '\n## [1.2.3] - 2026-01-01\n');
});

afterEach(async () => await rm(project, { recursive: true, force: true }));

const pack = async (tag: string, scan: string) => {
	await writeFile(join(project, 'scripts', 'scan.mts'), scan);
	const env = { ...process.env, ...GITHUB };
	await run(process.execPath, [SCRIPT, `--tag=${tag}`], { cwd: project, env });
};

const packBefore = async () => {
	await mkdir(join(project, 'release'));
	await writeFile(published, 'of the version before');
};

// `npm run release:publish` publishes whatever lies there.
it('leaves nothing to publish if the scan fails, not even what an earlier run had packed', async () => {
	await packBefore();
	await expect(pack('v1.2.3', 'console.error("A rule"); process.exit(1);')).rejects.toThrow(
		'A rule',
	);
	expect(existsSync(published)).toBe(false);
});

it('leaves nothing to publish if the tag is not that of the version', async () => {
	await packBefore();
	await expect(pack('v1.2.4', '')).rejects.toThrow('Tag v1.2.4 does not match version 1.2.3');
	expect(existsSync(published)).toBe(false);
});

it('publishes the very file that was scanned, with where it comes from', async () => {
	const copyWhatIsScanned =
		'import { copyFileSync } from "node:fs"; copyFileSync(process.argv[2].slice("--file=".length), "scanned.tgz");';
	await pack('v1.2.3', copyWhatIsScanned);
	expect(await readFile(published)).toEqual(await readFile(join(project, 'scanned.tgz')));
	const content = await unpack(published, project);
	expect(await readFile(join(content, 'README.md'), 'utf8')).toBe(
		'[More](https://github.com/owner/project/blob/v1.2.3/docs/more.md)\n',
	);
});
