import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

import { chromium, selectors, type Browser, type Page } from 'playwright-core';

import { UserFacingError } from '../../scripts/command.cjs';
import { installDebianPackages } from '../support/n8n/debian.mts';

/** What Chromium and Chrome are called where they are installed. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where Chrome is on other systems than Linux. */
const PATHS: Partial<Record<NodeJS.Platform, string[]>> = {
	darwin: ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
	win32: ['C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
};

/** Without fonts Chromium shows boxes for letters. */
const PACKAGES = ['chromium', 'fonts-liberation'];

const MINUTE_MS = 60_000;

/** The builder's own zone: neither that of D3 nor that of n8n. */
const EDITOR_ZONE = 'America/Vancouver';

/** A browser of the tests' own, which asks nobody else for anything. */
const ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** Starts Chromium. @throws UserFacingError if there is none. */
export async function launchBrowser(): Promise<Browser> {
	return await chromium.launch({ executablePath: await installBrowser(), args: ARGUMENTS });
}

/** A page on which n8n looks the same on every machine. */
export async function editorPage(browser: Browser): Promise<Page> {
	selectors.setTestIdAttribute('data-test-id');
	const context = await browser.newContext({
		viewport: { width: 1400, height: 1320 },
		deviceScaleFactor: 1,
		colorScheme: 'light',
		reducedMotion: 'reduce',
		locale: 'en-US',
		timezoneId: EDITOR_ZONE,
	});
	context.setDefaultTimeout(MINUTE_MS);
	const isLocal = ({ hostname }: URL) => ['localhost', '127.0.0.1'].includes(hostname);
	await context.route(
		(url) => !isLocal(url),
		async (route) => await route.abort(),
	);
	return await context.newPage();
}

/**
 * Finds a Chromium on this machine; on Debian and Ubuntu, root gets it installed.
 *
 * @returns the path of the program.
 * @throws UserFacingError if there is none.
 */
export async function installBrowser(): Promise<string> {
	const found = browser();
	if (found !== undefined) return found;
	await installDebianPackages('Chromium or Google Chrome', PACKAGES);
	const installed = browser();
	if (installed === undefined) {
		throw new UserFacingError(
			'apt-get installed Chromium, but it is not on your PATH. Add it and try again.',
		);
	}
	return installed;
}

function browser(): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
	const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
	return [...onPath, ...(PATHS[process.platform] ?? [])].find(isProgram);
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
