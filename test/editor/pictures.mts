import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';

/** Pixels that are left below the end of what a picture is about. */
const MARGIN = 10;

/** Pixels around nodes on the canvas: their names reach out to the left, and their subtitles stand below. */
const SPACE = { left: 50, top: 30, right: 30, bottom: 50 };

/** Nothing that passes, and nothing of the machine that the picture is taken on. */
const STYLE = '.el-notification, .el-popper { display: none !important }';

interface Details {
	/** What the picture ends below, if not with the panel. */
	readonly last?: Locator;
	/** Shows the panel anew, where n8n exchanges its icons only then. */
	readonly anew?: () => Promise<void>;
}

/** A part of the screen, in pixels. */
interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Takes the documents' pictures: each in n8n's light and in its dark theme. */
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
		await this.takePart(name, async () => await this.clip(panel, last), anew);
	}

	/**
	 * @param name First part of the file's name.
	 * @param items What the picture is about, with some space around it.
	 */
	async takeAround(name: string, items: Locator): Promise<void> {
		await this.takePart(name, async () => {
			const boxes = await Promise.all((await items.all()).map((item) => item.boundingBox()));
			return around(boxes.filter((box) => box !== null));
		});
	}

	private async takePart(
		name: string,
		part: () => Promise<Box>,
		anew?: () => Promise<void>,
	): Promise<void> {
		await mkdir(this.folder, { recursive: true });
		await this.page.mouse.move(0, 0);
		await this.page.evaluate('document.activeElement?.blur()');
		for (const colorScheme of ['light', 'dark'] as const) {
			await this.page.emulateMedia({ colorScheme });
			await anew?.();
			await this.demandIcons(colorScheme);
			await this.page.screenshot({
				path: join(this.folder, `${name}-${colorScheme}.png`),
				clip: await part(),
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

	private async clip(panel: Locator, last: Locator = panel): Promise<Box> {
		const { x, y, width, height } = (await panel.boundingBox())!;
		const end = (await last.boundingBox())!;
		return { x, y, width, height: Math.min(height, end.y + end.height + MARGIN - y) };
	}
}

/** The box that holds all of these, and some space. */
function around(boxes: readonly Box[]): Box {
	const x = Math.min(...boxes.map((box) => box.x)) - SPACE.left;
	const y = Math.min(...boxes.map((box) => box.y)) - SPACE.top;
	const right = Math.max(...boxes.map((box) => box.x + box.width)) + SPACE.right;
	const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + SPACE.bottom;
	return { x, y, width: right - x, height: bottom - y };
}
