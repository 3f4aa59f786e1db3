/**
 * Lints the sources and what npm would publish as n8n does before it verifies a community package: with
 * its own rules, and without a single exception that a comment asks for. `--file=` names what is packed already.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { packProject, unpack } from '../test/support/n8n/install.mts';
import { cacheFolder, npm, withProgress } from './command.cjs';

const VERSION = '0.32.0';

interface Scanner {
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(
		folder: string,
		patterns?: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}

/** In a folder of its own: it brings another ESLint than n8n's linter for developers. */
async function installed(): Promise<Scanner> {
	const folder = join(cacheFolder(), `scan-${VERSION}`);
	const complete = join(folder, 'complete');
	if (!existsSync(complete)) {
		await withProgress(`Installing @n8n/scan-community-package ${VERSION}`, async () => {
			await rm(folder, { recursive: true, force: true });
			await mkdir(folder, { recursive: true });
			await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
			// One of its dependencies has a script that asks for another package manager.
			const args = ['install', `@n8n/scan-community-package@${VERSION}`, '--ignore-scripts'];
			await npm(args, { cwd: folder });
			await writeFile(complete, '');
		});
	}
	const scanner = join(folder, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs');
	return (await import(pathToFileURL(scanner).href)) as Scanner;
}

const folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-scan-'));
try {
	const { values } = parseArgs({ options: { file: { type: 'string' } } });
	const content = await unpack(values.file ?? (await packProject(folder)), folder);
	const { analyzePackage, SOURCE_FILE_PATTERNS } = await installed();
	const results = [
		await analyzePackage(process.cwd(), SOURCE_FILE_PATTERNS),
		await analyzePackage(content, ['**/*.js', 'package.json']),
	];
	for (const { passed, message, details } of results) {
		if (passed) continue;
		console.error(details ?? message);
		process.exitCode = 1;
	}
} finally {
	await rm(folder, { recursive: true, force: true });
}
