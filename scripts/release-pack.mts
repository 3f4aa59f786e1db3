/**
 * Makes of a tag what npm gets: `npm run release:pack -- --tag=v1.2.3` checks the tag, packs what was built, completes
 * it with where it comes from, and lints it as n8n does. The release workflow runs it, and so does the rehearsal.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { packProject, unpack } from '../test/support/n8n/install.mts';
import { print, run, UserFacingError } from './command.cjs';
import { publishedManifest, publishedReadme, type ReleaseSource } from './publishedFiles.mts';

/** `npm run release:publish` publishes this file. */
const FILE = join('release', 'package.tgz');

const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-release-'));
try {
	const { values } = parseArgs({ options: { tag: { type: 'string', default: '' } } });
	// What an earlier run has left must not be published in place of this.
	await rm(FILE, { force: true });
	await requireVersion(values.tag);
	const source = sourceOf(values.tag);
	const content = await unpack(await packProject(folder), folder);
	await edit(join(content, 'package.json'), (text) => {
		const manifest = publishedManifest(JSON.parse(text) as { author: object }, source);
		return `${JSON.stringify(manifest, undefined, '\t')}\n`;
	});
	await edit(join(content, 'README.md'), (text) => publishedReadme(text, source));
	const packed = await packProject(folder, { project: content });
	await run(process.execPath, ['scripts/scan.mts', `--file=${packed}`]);
	await mkdir(dirname(FILE), { recursive: true });
	await copyFile(packed, FILE);
	print(`${FILE} is what npm gets.`);
} catch (error) {
	if (!(error instanceof UserFacingError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
} finally {
	await rm(folder, { recursive: true, force: true });
}

/** @throws UserFacingError if the tag is not the version of package.json, or the changelog says nothing of it. */
async function requireVersion(tag: string): Promise<void> {
	const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
	const changelog = await readFile('CHANGELOG.md', 'utf8');
	if (tag !== `v${version}`) {
		throw new UserFacingError(`Tag ${tag} does not match version ${version} in package.json.`);
	}
	if (!changelog.includes(`\n## [${version}] - `)) {
		throw new UserFacingError(`CHANGELOG.md has no section "## [${version}] - <date>".`);
	}
}

/** Where the release comes from, as GitHub Actions tells its jobs. */
function sourceOf(tag: string): ReleaseSource {
	const told = (name: string) => {
		const value = process.env[name];
		if (!value) {
			throw new UserFacingError(
				`A release names the repository that it comes from, and ${name} is not set. The release workflow makes releases.`,
			);
		}
		return value;
	};
	return {
		repository: `${told('GITHUB_SERVER_URL')}/${told('GITHUB_REPOSITORY')}`,
		tag,
		account: told('GITHUB_ACTOR'),
		accountId: told('GITHUB_ACTOR_ID'),
	};
}

async function edit(path: string, change: (text: string) => string): Promise<void> {
	await writeFile(path, change(await readFile(path, 'utf8')));
}
