/**
 * Makes a release of what is committed: `npm run release:version -- --version=1.2.3` sets the version, turns the
 * changelog's *Unreleased* into a section for it, and commits and tags both. Pushing the tag publishes it.
 */
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { npm, print, run, UserFacingError } from './command.cjs';

const UNRELEASED = /^## \[Unreleased\]\n(?<changes>[\s\S]*?)(?=^## \[|$(?![\s\S]))/m;

try {
	const { values } = parseArgs({ options: { version: { type: 'string', default: '' } } });
	await release(values.version);
} catch (error) {
	if (!(error instanceof UserFacingError)) throw error;
	console.error(error.message);
	process.exitCode = 1;
}

async function release(version: string): Promise<void> {
	if (!/^\d+\.\d+\.\d+$/.test(version)) {
		throw new UserFacingError('Name the version: npm run release:version -- --version=1.2.3');
	}
	if ((await run('git', ['status', '--porcelain'])) !== '') {
		throw new UserFacingError(
			'There are changes that are not committed. Commit them and try again.',
		);
	}
	const branch = (await run('git', ['branch', '--show-current'])).trim() || 'no branch';
	if (branch !== 'main') {
		throw new UserFacingError(`Releases are made on main, and this is ${branch}.`);
	}
	if ((await run('git', ['tag', '--list', `v${version}`])) !== '') {
		throw new UserFacingError(`There is a tag v${version} already. Name another version.`);
	}
	const changelog = await readFile('CHANGELOG.md', 'utf8');
	const changes = UNRELEASED.exec(changelog)?.groups!.changes!.trim();
	if (!changes) {
		throw new UserFacingError('CHANGELOG.md has no changes under [Unreleased].');
	}
	const date = new Date().toISOString().slice(0, 10);
	await writeFile(
		'CHANGELOG.md',
		changelog.replace(
			UNRELEASED,
			() => `## [Unreleased]\n\n## [${version}] - ${date}\n\n${changes}\n\n`,
		),
	);
	await npm(['version', version, '--no-git-tag-version', '--allow-same-version']);
	// Only the version is new in package-lock.json: what it names is installed, which scripts/run.cjs tells by the times.
	await utimes(join('node_modules', '.package-lock.json'), new Date(), new Date());
	await run('git', ['commit', '--all', '--message', `Release ${version}`]);
	await run('git', ['tag', '--annotate', `v${version}`, '--message', version]);
	print('Committed and tagged. To publish it: git push --atomic --follow-tags');
}
