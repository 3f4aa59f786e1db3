/** The person who is asked: a browser of their own, and what they find in D3. */
import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';

import type { Simulator } from '../simulator/simulator.mts';

const MINUTE_MS = 60_000;

/** The address in a task, as a person clicks it. */
export function linkOf({ ledger }: Simulator, index = -1): string {
	const description = ledger.tasks.at(index)!['Task Description'];
	const [, href] = /<a href="([^"]+)">Answer in n8n<\/a>/.exec(description)!;
	return href!.replaceAll('&amp;', '&');
}

/** An analyst with a browser in which nothing runs that a page brings along. */
export class Analyst {
	/** What the browser asked for beside n8n's pages. */
	readonly requests: string[] = [];
	/** What the browser complained about: the policy of a page, above all. */
	readonly complaints: string[] = [];
	private readonly context: BrowserContext;

	private constructor(context: BrowserContext) {
		this.context = context;
		context.on('request', (request: Request) => {
			this.requests.push(`${request.method()} ${request.url()}`);
		});
		context.on('console', (message) => this.complaints.push(message.text()));
		context.on('dialog', (dialog) => void dialog.dismiss());
		context.on('weberror', (error) => this.complaints.push(String(error.error())));
	}

	/** @param headers What a sign-on proxy adds to each request. */
	static async with(
		browser: Browser,
		{ headers = {}, phone = false }: { headers?: Record<string, string>; phone?: boolean } = {},
	): Promise<Analyst> {
		const context = await browser.newContext({
			javaScriptEnabled: false,
			extraHTTPHeaders: headers,
			viewport: phone ? { width: 390, height: 844 } : { width: 900, height: 800 },
			locale: 'en-US',
		});
		context.setDefaultTimeout(MINUTE_MS);
		return new Analyst(context);
	}

	async open(link: string): Promise<Page> {
		const page = await this.context.newPage();
		await page.goto(link);
		return page;
	}

	/** Takes a picture of a page as it is, in light and in dark. */
	async takePictures(page: Page, folder: string, name: string): Promise<void> {
		await mkdir(folder, { recursive: true });
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`), fullPage: true });
		}
	}

	async leave(): Promise<void> {
		await this.context.close();
	}
}
