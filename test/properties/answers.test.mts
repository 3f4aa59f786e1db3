import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';

import { bulkResultFor } from '../../nodes/shared/response/reportedFailure.ts';
import { itemsIn, pickFields } from '../../nodes/shared/response/items.ts';
import { findDateMismatches } from '../../nodes/shared/response/dateCheck.ts';
import type { Idempotency } from '../../nodes/shared/command.ts';
import { outcomeOf, type Outcome } from '../../nodes/shared/transport/outcome.ts';
import { pagesOf } from '../../nodes/shared/transport/pages.ts';
import { resources } from '../../nodes/D3Soar/resources/index.ts';
import { runNode, searchList, taskParameters } from '../support/n8nEngine.mts';
import { anyJson, anyJsonObject, anyText, holds } from './cases.mts';

const sentAt = new Date('2026-05-15T14:32:00Z');
const commands = resources.flatMap((resource) => resource.commands);

/** What D3 answers: JSON of any shape, mostly with the places of D3's own answers, or no JSON at all. */
const anyAnswer = fc.oneof(
	{ weight: 2, arbitrary: anyJson.map((value) => JSON.stringify(value)) },
	{ weight: 6, arbitrary: anyJsonObject.map((value) => JSON.stringify(value)) },
	{
		weight: 6,
		arbitrary: fc
			.record(
				{
					error: fc.oneof(fc.constant(''), anyJson),
					returnData: fc.oneof(
						anyJson,
						fc.record({ Status: anyJson, Data: anyJson, ErrorData: anyJson }),
						anyJsonObject.map((value) => JSON.stringify(value)),
					),
					rawData: anyJson,
					contextData: fc.oneof(anyJson, fc.array(anyJsonObject, { maxLength: 4 })),
					keyFields: anyJson,
					outputData: anyJson,
				},
				{ requiredKeys: [] },
			)
			.map((value) => JSON.stringify(value)),
	},
	{ weight: 1, arbitrary: anyText },
	{
		weight: 1,
		arbitrary: fc
			.tuple(anyJsonObject, fc.nat({ max: 50 }))
			.map(([value, length]) => JSON.stringify(value).slice(0, length)),
	},
);

const anyEffect = fc.constantFrom<Idempotency>('readOnly', 'idempotent', 'notIdempotent');

function outcomeOfText(
	text: string,
	status = 200,
	idempotency: Idempotency = 'notIdempotent',
): Outcome {
	return outcomeOf({ kind: 'response', sentAt, status, headers: {}, text }, idempotency);
}

/** n8n's items are plain objects; whatever is in them has to survive being stored. */
function expectItems(items: unknown[]): void {
	for (const item of items) {
		expect(typeof item === 'object' && item !== null && !Array.isArray(item)).toBe(true);
		expect(() => JSON.stringify(item)).not.toThrow();
	}
}

afterEach(() => expect(Object.keys(Object.prototype)).toEqual([]));

// What a builder can do nothing with is an exception out of our own code.
it('makes items or a failure with words of any answer, and never fails itself', async () => {
	const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));
	await holds(
		fc.property(anyAnswer, status, anyEffect, (text, httpCode, idempotency) => {
			const outcome = outcomeOfText(text, httpCode, idempotency);
			if (outcome.kind === 'accepted') {
				expect(httpCode).toBeLessThan(300);
				expectItems(itemsIn(outcome.response, idempotency));
			} else {
				expect(typeof outcome.message).toBe('string');
				expect(outcome.message.length).toBeLessThan(10_000);
				if (outcome.cause === 'refused' && httpCode < 300) expect(outcome.message).not.toBe('');
			}
		}),
	);
});

it('finds the rows of every command in any answer, and shortens them to fields that they have', async () => {
	await holds(
		fc.property(anyAnswer, fc.constantFrom(...commands), (text, command) => {
			const outcome = outcomeOfText(text, 200, command.idempotency);
			if (outcome.kind !== 'accepted') return;
			const rows =
				command.rows?.(outcome.response) ?? itemsIn(outcome.response, command.idempotency);
			expectItems(pickFields(command.simplifiedFields ?? ['constructor', '__proto__'], rows));
			const dates = { zone: 'UTC', values: { 'Due Date': '2026-05-15 14:32:00' } };
			for (const date of findDateMismatches(dates, rows)) expect(date.minutes).not.toBeNaN();
		}),
	);
});

it('tells each of many incidents what any answer says of it, and none what is said of another', async () => {
	const word = anyText.map((text) => text.trim()).filter((text) => text !== '');
	const number = fc.oneof(fc.constantFrom('20220125-1', '20220125-2', 'constructor'), word);
	await holds(
		fc.property(anyAnswer, fc.uniqueArray(number, { maxLength: 3 }), (text, incidents) => {
			const outcome = outcomeOfText(text);
			if (outcome.response === undefined) return;
			const { succeeded, rejected, missing } = bulkResultFor(outcome.response, incidents);
			expectItems(succeeded);
			for (const row of succeeded)
				expect(incidents).toContain(String(Object.values(row).find(isOneOf(incidents))));
			for (const words of rejected) expect(typeof words).toBe('string');
			for (const one of missing) expect(incidents).toContain(one);
		}),
	);
});

it('comes to an end with any pages', async () => {
	const paged = commands.filter(({ pages }) => pages !== undefined);
	await holds(
		fc.asyncProperty(
			fc.array(anyAnswer, { minLength: 1, maxLength: 5 }),
			fc.constantFrom(...paged),
			async (answers, { pages }) => {
				let asked = 0;
				const ask = async (index: number) => {
					asked++;
					return outcomeOfText(answers[index % answers.length]!);
				};
				for await (const page of pagesOf(pages!, ask)) {
					if (page?.kind === 'accepted') expectItems([...page.rows]);
					// A listing may claim any number of pages; here it is long enough to have come round.
					if (asked > 2 * answers.length) break;
				}
			},
		),
	);
});

describe('over sockets', () => {
	let server: Server;
	let texts: string[] = [];
	beforeAll(async () => {
		server = createServer((request, response) => {
			request.resume().once('end', () => {
				response.setHeader('content-type', 'application/json');
				response.end(texts.shift() ?? '{"rawData":[]}');
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(() => void server.close());
	const credential = () => ({
		serverUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/MainApp/VSOC`,
		authentication: 'apiKey' as const,
		apiKey: 'key',
		username: 'Admin',
		site: 'Security Operations',
	});
	const PER_RUN = 25;

	it('gives each input item an outcome, whatever is answered to it', async () => {
		const answers = fc.array(anyAnswer, { minLength: PER_RUN, maxLength: PER_RUN });
		await holds(
			fc.asyncProperty(answers, async (given) => {
				texts = [...given];
				const { outputs, error } = await runNode({
					items: given.map((_answer, item) => ({ item })),
					parameters: taskParameters({
						options: { requestsPerSecond: 0, maxConcurrentRequests: 1 },
					}),
					credential: credential(),
					node: { onError: 'continueErrorOutput' },
				});
				expect(error).toBeUndefined();
				const ended = new Set(
					outputs.flat().map(({ pairedItem }) => (pairedItem as { item: number }).item),
				);
				expect([...ended].sort((a, b) => a - b)).toEqual([...given.keys()]);
				for (const { json } of outputs[1]!) {
					expect(json).toMatchObject({
						error: expect.stringMatching(/^Item \d+: (D3|The answer)/),
						details: { outcome: expect.stringMatching(/^(rejected|unconfirmed)$/) },
					});
				}
			}),
			PER_RUN,
		);
	});

	it.each(['searchIncidents', 'searchUsers', 'searchUserNames'] as const)(
		'%s gives a list or says what is wrong, whatever is answered',
		async (method) => {
			await holds(
				fc.asyncProperty(anyAnswer, async (text) => {
					texts = Array.from({ length: 8 }, () => text);
					try {
						const { results } = await searchList(method, { credential: credential() });
						for (const { name, value } of results) {
							expect([typeof name, typeof value]).toEqual(['string', 'string']);
						}
					} catch (error) {
						expect((error as Error).message).toMatch(/, or type the (name|number)\.$/);
					}
				}),
			);
		},
	);
});

function isOneOf(incidents: readonly string[]): (value: unknown) => boolean {
	return (value) => incidents.includes(String(typeof value === 'object' ? '' : value));
}
