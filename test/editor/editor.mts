import { errors, type Locator, type Page } from 'playwright-core';

import type { Login } from '../support/n8n/rest.mts';

/** How long somebody waits for what takes a second, in milliseconds. */
const SCREEN_TIMEOUT_MS = 30_000;

/** What is measured of an input in the browser. */
interface InputOnScreen {
	readonly value: string;
	readonly scrollWidth: number;
	readonly clientWidth: number;
}

/** n8n's editor as a builder uses it: by what is on the screen. */
export class Editor {
	readonly page: Page;
	/** Kinds of the messages in which n8n told the editor how executions went on, with their times. */
	readonly told: string[] = [];
	private readonly url: string;

	/** @param url n8n's address. */
	constructor(page: Page, url: string) {
		this.page = page;
		this.url = url;
		page.on('websocket', (socket) => {
			this.note('opened');
			socket.on('framereceived', ({ payload }) =>
				this.note(/"type":"(\w+)"/.exec(String(payload))?.[1] ?? 'something'),
			);
			socket.on('close', () => this.note('closed'));
		});
	}

	async signIn({ email, password }: Login): Promise<void> {
		await this.page.goto(`${this.url}/signin`);
		await this.see('emailOrLdapLoginId').locator('input').fill(email);
		await this.see('password').locator('input').fill(password);
		await this.see('form-submit-button').click();
		await this.page.waitForURL(/\/home\//);
	}

	/** Opens an empty workflow. */
	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
	}

	/** Moves and scales the open workflow so that all of it is to be seen. */
	async showAll(): Promise<void> {
		await this.see('canvas-node').first().waitFor();
		await this.page.keyboard.press('1');
	}

	/** The nodes of the open workflow, without their names. */
	get canvasNodes(): Locator {
		return this.see('canvas-node');
	}

	/** Executes the open workflow. */
	async executeWorkflow(): Promise<void> {
		await this.see('execute-workflow-button').click();
	}

	/** Opens a node of the workflow. */
	async openNode(name: string): Promise<void> {
		await this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
		await this.parameters.waitFor();
	}

	async closeNode(): Promise<void> {
		await this.see('ndv-close-button').click();
		await this.node.waitFor({ state: 'hidden' });
	}

	/** The panel in which nodes, and a node's actions, are found. */
	get nodePanel(): Locator {
		return this.see('node-creator');
	}

	/** Opens the panel for the first or the next node, and types into its search. */
	async openNodePanel(search = ''): Promise<void> {
		await this.see('canvas-plus-button').or(this.see('canvas-handle-plus')).click();
		await this.see('node-creator-search-bar').fill(search);
	}

	/** Goes back from a node's actions to the nodes that were found. */
	async leaveActions(): Promise<void> {
		await this.see('nodes-list-header').getByRole('button').first().click();
	}

	nodePanelItem(name: string): Locator {
		return this.see('node-creator-item-name').filter({ hasText: exactly(name) });
	}

	/** Everything that the node panel offers, as soon as it shows so many: n8n adds them bit by bit. */
	async nodePanelItems(count: number): Promise<string[]> {
		await this.see('node-creator-item-name')
			.nth(count - 1)
			.waitFor();
		return await this.see('node-creator-item-name').allInnerTexts();
	}

	/** The open node: its input, parameters and output. */
	get node(): Locator {
		return this.see('ndv');
	}

	/** The middle of the open node: its tabs and the form of its parameters. */
	get parameters(): Locator {
		return this.node.locator('.node-settings');
	}

	get output(): Locator {
		return this.see('output-panel');
	}

	/** A parameter of the open node; of several rows of a collection, the last one's. */
	parameter(name: string): Locator {
		// n8n calls every input "field", so one of that name could be any.
		return this.see(`parameter-input-${name}`, this.node)
			.filter({ has: this.page.locator('[data-parameter-path]') })
			.last();
	}

	/** Adds a row to a collection. */
	async addRow(name: string): Promise<void> {
		const collection = this.see(`fixed-collection-${name}`, this.node);
		await this.see('fixed-collection-add', collection).click();
	}

	async fillParameter(name: string, text: string): Promise<void> {
		await this.parameter(name).locator('input, textarea').fill(text);
	}

	/** Chooses what a parameter's list finds. */
	async chooseFromList(name: string, search: string, label: string): Promise<void> {
		await this.switchMode(name, 'list');
		await this.see('rlc-input', this.locator(name)).click();
		const items = this.see('rlc-item');
		await items.first().waitFor();
		await this.see('rlc-search').fill(search);
		await items.nth(1).waitFor({ state: 'hidden' });
		await items.filter({ hasText: exactly(label) }).click();
		await items.first().waitFor({ state: 'hidden' });
	}

	/** Types what could also be chosen from a list. */
	async typeInstead(name: string, mode: string, text: string): Promise<void> {
		await this.switchMode(name, mode);
		await this.see('rlc-input', this.locator(name)).fill(text);
		// The editor takes over what was typed a moment later, and shows nothing of it. A run that is started at once
		// has the value from before; nobody is that fast by hand.
		await this.page.waitForTimeout(1000);
	}

	/** Chooses from a parameter's list. */
	async choose(name: string, label: string): Promise<void> {
		const choices = await this.openChoices(this.parameter(name));
		await choices.filter({ has: this.page.getByText(label, { exact: true }) }).click();
		await choices.first().waitFor({ state: 'hidden' });
	}

	/** What a parameter's list offers. */
	async offeredIn(name: string): Promise<string[]> {
		const choices = await this.openChoices(this.parameter(name));
		const offered = await choices.locator('.option-headline').allInnerTexts();
		await this.parameter(name).locator('.el-select').click();
		await choices.first().waitFor({ state: 'hidden' });
		return offered;
	}

	/** What a parameter's list shows as chosen, if n8n does not take it for an expression. */
	async chosenIn(name: string): Promise<string> {
		// n8n takes over a choice a moment later, and shows no list of an expression.
		await this.page.waitForTimeout(500);
		const isList = await this.parameter(name).locator('.el-select').isVisible();
		return isList ? await this.shownIn(name) : 'an expression';
	}

	/** Sets a date with the date picker. */
	async pickDate(name: string, date: string, time: string): Promise<void> {
		await this.parameter(name).locator('input').click();
		const picker = this.page.locator('.el-date-picker').filter({ visible: true });
		for (const [placeholder, text] of [
			['Select date', date],
			['Select time', time],
		] as const) {
			const input = picker.getByPlaceholder(placeholder);
			await input.click();
			await input.fill(text);
			await input.press('Tab');
		}
		await picker.getByRole('button', { name: 'OK' }).last().click();
		await picker.waitFor({ state: 'hidden' });
	}

	/** Gives a parameter a value of its own instead of the expression that a new node has there. */
	async useFixedValue(name: string): Promise<void> {
		await this.parameter(name).hover();
		// It stands above the parameter: the innermost box that has both.
		const fixed = this.page.getByTestId('radio-button-fixed');
		await this.parameters
			.locator('div', { has: this.page.getByTestId(`parameter-input-${name}`) })
			.filter({ has: fixed })
			.last()
			.locator(fixed)
			.click();
	}

	/** What a parameter's input shows. */
	async shownIn(name: string): Promise<string> {
		return await this.parameter(name).locator('input, textarea').first().inputValue();
	}

	/** The ways to give a parameter, such as *From list*, that n8n has no room to show whole. */
	async modesCutOff(): Promise<string[]> {
		return await this.see('rlc-mode-selector', this.node)
			.locator('input')
			.evaluateAll((inputs: InputOnScreen[]) =>
				inputs
					.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
					.map(({ value }) => value),
			);
	}

	/**
	 * Executes the node, and once more if the editor shows nothing of it: seldom nothing comes of the first
	 * click, and a person then clicks again.
	 *
	 * @param shown What the editor shows of the execution when it has ended.
	 */
	async executeStep(shown: Locator): Promise<void> {
		await this.see('node-execute-button').click();
		try {
			await shown.waitFor({ timeout: SCREEN_TIMEOUT_MS });
		} catch (error) {
			if (!(error instanceof errors.TimeoutError)) throw error;
			this.note('clicked again');
			await this.see('node-execute-button').click();
			await shown.waitFor({ timeout: SCREEN_TIMEOUT_MS });
		}
	}

	/** The form of a credential. */
	get credential(): Locator {
		return this.see('editCredential-modal');
	}

	/** Begins a credential for a node that has none. */
	async beginCredential(): Promise<void> {
		await this.see('node-credentials-empty-state').getByRole('button').click();
		await this.credential.waitFor();
	}

	/** Opens the node's credential, which n8n then tests. */
	async openCredential(): Promise<void> {
		await this.see('credential-edit-button').click();
		await this.credential.waitFor();
	}

	async fillCredential(fields: Record<string, string>): Promise<void> {
		for (const [name, text] of Object.entries(fields)) {
			await this.credentialField(name).locator('input, textarea').first().fill(text);
		}
	}

	/** Chooses in a list of the credential, or takes back what was chosen. */
	async toggleInCredential(name: string, labels: string[]): Promise<void> {
		const choices = await this.openChoices(this.credentialField(name));
		for (const label of labels) {
			await choices.filter({ has: this.page.getByText(label, { exact: true }) }).click();
		}
		await this.page.keyboard.press('Tab');
	}

	/** What the field of a credential holds, and whether it hides it. */
	async heldInCredential(name: string): Promise<{ text: string; isHidden: boolean }> {
		const input = this.credentialField(name).locator('input').first();
		return {
			text: await input.inputValue(),
			isHidden: (await input.getAttribute('type')) === 'password',
		};
	}

	credentialField(name: string): Locator {
		return this.see(`parameter-input-${name}`, this.credential);
	}

	/** Saves the credential, which n8n then tests. */
	async saveCredential(): Promise<void> {
		await this.see('credential-save-button').click();
	}

	/** Saves a credential that was there before, and waits until n8n has stored it. */
	async updateCredential(): Promise<void> {
		await this.saveCredential();
		await this.credential.getByText('Saved', { exact: true }).waitFor();
	}

	async closeCredential(): Promise<void> {
		await this.credential.getByLabel('Close this dialog').click();
		await this.credential.waitFor({ state: 'hidden' });
	}

	/** An element by n8n's own name for it, if it is on the screen. */
	see(name: string, within: Locator | Page = this.page): Locator {
		return within.getByTestId(name).filter({ visible: true });
	}

	private note(what: string): void {
		this.told.push(`${new Date().toISOString().slice(11, 23)} ${what}`);
	}

	/** Opens a parameter's list, and gives what it offers. */
	private async openChoices(parameter: Locator): Promise<Locator> {
		const list = parameter.locator('.el-select');
		await list.click();
		const id = await list.locator('input').first().getAttribute('aria-controls');
		const choices = this.page.locator(`[id="${id}"] [role="option"]`);
		await choices.first().waitFor();
		return choices;
	}

	private locator(name: string): Locator {
		return this.see(`resource-locator-${name}`);
	}

	private async switchMode(name: string, mode: string): Promise<void> {
		await this.see('rlc-mode-selector', this.locator(name)).click();
		await this.see(`mode-${mode}`).click();
	}
}

function exactly(text: string): RegExp {
	return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
