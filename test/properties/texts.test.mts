import * as fc from 'fast-check';

import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { credentialFor, runNode, taskParameters } from '../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../simulator/simulator.mts';
import { anyJsonObject, anyText, holds } from './cases.mts';

const zones = { workflow: 'UTC', d3: 'UTC', window: 'UTC', utc: 'UTC' } as const;
/** The fields into which a person may write what they like, of every command. */
const texts = resources
	.flatMap(({ commands }) => commands.flatMap(({ fields }) => fields))
	.filter(({ property }) => ['string', 'options', 'resourceLocator'].includes(property.type));
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

const options = { requestsPerSecond: 0, maxConcurrentRequests: 1 };
const isBlank = (text: string) => text.trim() === '';
const paramsSent = () =>
	simulator.ledger.requests.map(({ body }) => (body as { CommandParams: unknown }).CommandParams);

// A task named like a formula, a mail in any script, half an emoji: what analysts see is what came in.
it('no text field changes more of a text than the blanks around it, or it refuses it', async () => {
	await holds(
		fc.property(fc.constantFrom(...texts), anyText, ({ toD3 }, text) => {
			let given: unknown;
			try {
				given = toD3(text, zones);
			} catch (error) {
				expect(error).toMatchObject({ message: expect.any(String), advice: expect.any(String) });
				return;
			}
			if (given === undefined) return expect(isBlank(text)).toBe(true);
			if (typeof given === 'string') return expect([text, text.trim()]).toContain(given);
			// A list: entries are cut out of the text, and nothing is made up.
			for (const entry of given as unknown[]) expect(text).toContain(String(entry));
		}),
	);
});

it('a task arrives with its texts byte for byte', async () => {
	const task = fc.record({ name: anyText, type: anyText, description: anyText });
	await holds(
		fc.asyncProperty(fc.array(task, perRun), async (items) => {
			simulator.ledger.requests.length = 0;
			await runNode({
				items,
				parameters: taskParameters({
					taskName: '={{ $json.name }}',
					taskType: '={{ $json.type }}',
					taskDescription: '={{ $json.description }}',
					options,
				}),
				credential: credentialFor(simulator),
				node: { onError: 'continueRegularOutput' },
			});
			const whole = items.filter((item) => !Object.values(item).some(isBlank));
			expect(paramsSent()).toMatchObject(
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

// Here D3 also compares the token's payload with the body that arrives.
it('a text arrives byte for byte in a signed request too, whoever sends it', async () => {
	const orNone = anyText.map((text) => (isBlank(text) ? '' : text));
	const asked = fc.record({ html: anyText, username: orNone, site: orNone });
	await holds(
		fc.asyncProperty(fc.array(asked, perRun), async (items) => {
			simulator.ledger.requests.length = 0;
			await runNode({
				items,
				parameters: {
					resource: 'incident',
					operation: 'setText',
					incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
					fieldName: 'Note',
					htmlContent: '={{ $json.html }}',
					site: '={{ $json.site }}',
					options: { ...options, username: '={{ $json.username }}' },
				},
				credential: {
					...credentialFor(simulator),
					authentication: 'jwtSecret',
					jwtSecret: 'secret',
					jwtHeader: '{"alg":"HS256"}',
					jwtPayload: '{"Username":"","Site":""}',
				},
				node: { onError: 'continueRegularOutput' },
			});
			const whole = items.filter(({ html }) => !isBlank(html));
			expect(paramsSent()).toMatchObject(whole.map(({ html }) => ({ 'HTML Content': html })));
			const statuses = simulator.ledger.requests.map(({ status }) => status);
			expect(new Set(statuses.filter((status) => status === 401))).toEqual(new Set());
		}),
		PER_RUN,
	);
});

it('any JSON arrives as a parameter of any command as it is, whatever its names', async () => {
	await holds(
		fc.asyncProperty(fc.array(anyJsonObject, perRun), async (objects) => {
			simulator.ledger.requests.length = 0;
			await runNode({
				items: objects.map((json) => ({ text: JSON.stringify(json) })),
				parameters: {
					resource: 'command',
					operation: 'run',
					commandName: 'Any',
					parametersJson: '={{ $json.text }}',
					options,
				},
				credential: credentialFor(simulator, 'Any'),
				node: { onError: 'continueRegularOutput' },
			});
			expect(paramsSent().map((params) => JSON.stringify(params))).toEqual(
				objects.map((json) => JSON.stringify(json)),
			);
		}),
		PER_RUN,
	);
});
