import * as fc from 'fast-check';

import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { allSentParams, credentialFor, taskParameters, UTC_ZONES } from '../support/fixtures.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { anyJsonObject, anyText, holds } from './cases.mts';

/** The fields of all commands that take free text. */
const texts = resources
	.flatMap(({ commands }) => commands.flatMap(({ fields }) => fields))
	.filter(({ property }) => ['string', 'options', 'resourceLocator'].includes(property.type))
	// The node's own choices have a default for a blank text.
	.filter(({ property, nodeOnly }) => property.type !== 'options' || nodeOnly !== true);
const PER_RUN = 25;
const perRun = { minLength: PER_RUN, maxLength: PER_RUN };

let simulator: Simulator;
beforeAll(async () => {
	simulator = await startSimulator({
		commandKeys: { Any: 'key' },
		commandSecrets: { SetIncidentFieldHTML: 'secret' },
	});
});
afterAll(async () => await simulator.close());
beforeEach(() => void (simulator.ledger.requests.length = 0));

const limits = { requestsPerSecond: 0, maxConcurrentRequests: 1 };
const isBlank = (text: string) => text.trim() === '';

// A task named like a formula, an email in any script, half an emoji: analysts see what came in.
it('every text field changes only the blanks around a text, or rejects it', async () => {
	await holds(
		fc.property(fc.constantFrom(...texts), anyText, ({ toD3 }, text) => {
			let given: unknown;
			try {
				given = toD3(text, { ...UTC_ZONES, textFormat: 'html' });
			} catch (error) {
				expect(error).toMatchObject({ message: expect.any(String), advice: expect.any(String) });
				return;
			}
			if (given === undefined) return expect(isBlank(text)).toBe(true);
			if (typeof given === 'string') return expect([text, text.trim()]).toContain(given);
			// A list: its entries are parts of the text, and nothing is made up.
			for (const entry of given as unknown[]) expect(text).toContain(String(entry));
		}),
	);
});

it('Create Task sends its texts to D3 byte for byte, with its description chosen to be HTML', async () => {
	const task = fc.record({ name: anyText, type: anyText, description: anyText });
	await holds(
		fc.asyncProperty(fc.array(task, perRun), async (items) => {
			simulator.ledger.requests.length = 0;
			await runOnEngine({
				items,
				parameters: taskParameters({
					taskName: '={{ $json.name }}',
					taskType: '={{ $json.type }}',
					taskDescription: '={{ $json.description }}',
					options: { textFormat: 'html' },
				}),
				credential: { ...credentialFor(simulator), ...limits },
				node: { onError: 'continueRegularOutput' },
			});
			const whole = items.filter((item) => !Object.values(item).some(isBlank));
			expect(allSentParams(simulator)).toMatchObject(
				whole.map(({ name, type, description }) => ({
					'Task Name': name,
					'Task Type': type,
					'Task Description': description,
				})),
			);
		}),
		PER_RUN,
	);
});

// Else markup in an alert would be markup in D3, and an indented log one long line.
it('a plain text is what a browser shows of the HTML that D3 gets, whatever is in it', async () => {
	const { fields } = resources[0]!.commands[0]!;
	const { toD3 } = fields.find(({ parameter }) => parameter === 'Task Description')!;
	await holds(
		fc.property(
			anyText.filter((text) => !isBlank(text)),
			(text) => {
				const html = toD3(text, { ...UTC_ZONES, textFormat: 'text' }) as string;
				expect(html.replaceAll('<br>', '')).not.toMatch(/[<>\n]/);
				const shown = html
					.replaceAll('<br>', '\n')
					.replaceAll('&nbsp;', ' ')
					.replaceAll('&quot;', '"')
					.replaceAll('&lt;', '<')
					.replaceAll('&gt;', '>')
					.replaceAll('&amp;', '&');
				const lines = text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replaceAll('\t', '    ');
				expect([lines, lines.trim()]).toContain(shown);
			},
		),
	);
});

// Here D3 also compares the token's payload with the body that arrives.
it('a signed request sends its text to D3 byte for byte, for any user and site', async () => {
	const orNone = anyText.map((text) => (isBlank(text) ? '' : text));
	const asked = fc.record({ html: anyText, username: orNone, site: orNone });
	await holds(
		fc.asyncProperty(fc.array(asked, perRun), async (items) => {
			simulator.ledger.requests.length = 0;
			await runOnEngine({
				items,
				parameters: {
					resource: 'incident',
					operation: 'setText',
					incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
					fieldName: 'Note',
					htmlContent: '={{ $json.html }}',
					site: '={{ $json.site }}',
					options: { username: '={{ $json.username }}' },
				},
				credential: {
					...credentialFor(simulator),
					...limits,
					authentication: 'jwtSecret',
					jwtSecret: 'secret',
					jwtHeader: '{"alg":"HS256"}',
					jwtPayload: '{"Username":"","Site":""}',
				},
				node: { onError: 'continueRegularOutput' },
			});
			const whole = items.filter(({ html }) => !isBlank(html));
			expect(allSentParams(simulator)).toMatchObject(
				whole.map(({ html }) => ({ 'HTML Content': html })),
			);
			const statuses = simulator.ledger.requests.map(({ status }) => status);
			expect(new Set(statuses.filter((status) => status === 401))).toEqual(new Set());
		}),
		PER_RUN,
	);
});

it('Run sends any JSON to D3 unchanged, whatever its names', async () => {
	await holds(
		fc.asyncProperty(fc.array(anyJsonObject, perRun), async (objects) => {
			simulator.ledger.requests.length = 0;
			await runOnEngine({
				items: objects.map((json) => ({ text: JSON.stringify(json) })),
				parameters: {
					resource: 'command',
					operation: 'run',
					commandName: 'Any',
					parametersJson: '={{ $json.text }}',
				},
				credential: credentialFor(simulator, 'Any', limits),
				node: { onError: 'continueRegularOutput' },
			});
			expect(allSentParams(simulator).map((params) => JSON.stringify(params))).toEqual(
				objects.map((json) => JSON.stringify(json)),
			);
		}),
		PER_RUN,
	);
});
