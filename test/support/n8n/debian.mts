import { spawnSync } from 'node:child_process';

import { withProgress, run, UserFacingError } from '../../../scripts/command.cjs';

/**
 * Installs Debian packages, which only root can, on Debian and Ubuntu.
 *
 * @param what For whom they are: the beginning of a sentence.
 * @throws UserFacingError if they cannot be installed by this user or on this machine.
 */
export async function installDebianPackages(what: string, packages: string[]): Promise<void> {
	if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) {
		throw new UserFacingError(
			`${what} was not found. Install it (on Debian or Ubuntu: apt-get install ${packages.join(' ')}) and try again.`,
		);
	}
	await withProgress(`Installing ${packages.join(' and ')} (one time only)`, async () => {
		const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
		const options = { cwd: process.cwd(), env };
		await run('apt-get', ['update', '--quiet'], options);
		// Another apt-get may be at work.
		const args = ['install', '--option', 'DPkg::Lock::Timeout=300', '--quiet', '--yes'];
		await run('apt-get', [...args, '--no-install-recommends', ...packages], options);
	});
}
