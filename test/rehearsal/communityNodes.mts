import type { Locator, Page } from 'playwright-core';

/** n8n's screen *Settings > Community nodes*, as an administrator uses it. */
export class CommunityNodes {
	private readonly page: Page;
	private readonly url: string;

	/** @param url n8n's address. */
	constructor(page: Page, url: string) {
		this.page = page;
		this.url = url;
	}

	/** Opens the screen, which then asks for updates. */
	async open(): Promise<void> {
		await this.page.goto(`${this.url}/settings/community-nodes`);
	}

	/** What the screen says of the package that is installed. */
	get card(): Locator {
		return this.page.getByTestId('community-package-card').filter({ hasText: 'n8n-nodes-' });
	}

	/** The message in which n8n says how it went. */
	message(text: string): Locator {
		return this.page.getByRole('alert').filter({ hasText: text });
	}

	/** Fills in the form for a package, and installs it with the second function. */
	async beginInstallation(name: string): Promise<() => Promise<void>> {
		await this.button('Install a community node').click();
		const form = this.page.getByRole('dialog');
		await form.getByRole('textbox').fill(name);
		await form.getByText('I understand the risks').click();
		return async () => await form.getByRole('button', { name: 'Install', exact: true }).click();
	}

	/** Presses *Update* on the card, and confirms with the second function. */
	async beginUpdate(): Promise<() => Promise<void>> {
		await this.card.getByRole('button', { name: 'Update' }).click();
		return async () => await this.button('Confirm update').click();
	}

	/** Chooses *Uninstall package* in the menu of the card, and confirms with the second function. */
	async beginRemoval(): Promise<() => Promise<void>> {
		await this.card.getByTestId('action-toggle').click();
		await this.page.getByText('Uninstall package').click();
		return async () => await this.button('Confirm uninstall').click();
	}

	private button(name: string): Locator {
		return this.page.getByRole('button', { name });
	}
}
