import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Pixels that are left below the end of what a picture is about. */
const MARGIN = 10;

/** Nothing that passes, and nothing of the machine that the picture is taken on. */
const STYLE = '.el-notification, .el-popper { display: none !important }';

interface Details {
	/** What the picture ends below, if not with the panel. */
	readonly last?: Locator;
	/** Shows the panel anew, where n8n exchanges its icons only then. */
	readonly anew?: () => Promise<void>;
}

/** Takes README's pictures: each in n8n's light and in its dark theme. */
export class Pictures {
	private readonly page: Page;
	private readonly folder: string;

	constructor(page: Page, folder: string) {
		this.page = page;
		this.folder = folder;
	}

	/**
	 * @param name First part of the file's name.
	 * @param panel Its left, upper and right edges are those of the picture.
	 */
	async take(name: string, panel: Locator, { last, anew }: Details = {}): Promise<void> {
		await mkdir(this.folder, { recursive: true });
		await this.page.mouse.move(0, 0);
		await this.page.evaluate('document.activeElement?.blur()');
		for (const colorScheme of ['light', 'dark'] as const) {
			await this.page.emulateMedia({ colorScheme });
			await anew?.();
			await this.demandIcons(colorScheme);
			await this.page.screenshot({
				path: join(this.folder, `${name}-${colorScheme}.png`),
				clip: await this.clip(panel, last),
				animations: 'disabled',
				style: STYLE,
			});
		}
		await this.page.emulateMedia({ colorScheme: 'light' });
	}

	/** Waits until n8n has exchanged the icons for those of the theme. */
	private async demandIcons(colorScheme: 'light' | 'dark'): Promise<void> {
		const others = colorScheme === 'dark' ? 'd3soar.svg' : 'd3soar.dark.svg';
		await this.page.waitForFunction(
			`[...document.images].filter(({ offsetParent }) => offsetParent !== null).every(({ src, complete }) => complete && !src.endsWith('${others}'))`,
		);
	}

	private async clip(panel: Locator, last: Locator = panel) {
		const { x, y, width, height } = (await panel.boundingBox())!;
		const end = (await last.boundingBox())!;
		return { x, y, width, height: Math.min(height, end.y + end.height + MARGIN - y) };
	}
}
