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
import { taskParameters } from '../support/fixtures.mts';
import { callListSearch } from '../support/listSearch.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { anyJson, anyJsonObject, anyText, holds } from './cases.mts';

const sentAt = new Date('2026-05-15T14:32:00Z');
const commands = resources.flatMap((resource) => resource.commands);

/** What D3 may return: JSON of any shape, mostly with the fields of D3's own responses, or no JSON at all. */
const anyResponse = fc.oneof(
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

const anyIdempotency = fc.constantFrom<Idempotency>('readOnly', 'idempotent', 'notIdempotent');

function outcomeOfText(
	text: string,
	status = 200,
	idempotency: Idempotency = 'notIdempotent',
): Outcome {
	const call = { idempotency, credential: { serverUrl: 'https://soar.example.com' } };
	return outcomeOf({ kind: 'response', sentAt, status, headers: {}, text }, call);
}

/** n8n's items are plain objects; whatever they contain has to survive being stored. */
function expectItems(items: unknown[]): void {
	for (const item of items) {
		expect(typeof item === 'object' && item !== null && !Array.isArray(item)).toBe(true);
		expect(() => JSON.stringify(item)).not.toThrow();
	}
}

afterEach(() => expect(Object.keys(Object.prototype)).toEqual([]));

// An exception from the node's own code would be of no use to the user.
it('turns any response into items or a failure with a message, and never throws', async () => {
	const status = fc.oneof(fc.constant(200), fc.integer({ min: 200, max: 599 }));
	await holds(
		fc.property(anyResponse, status, anyIdempotency, (text, httpCode, idempotency) => {
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

it('every command finds rows in any response and simplifies them to fields that they have', async () => {
	await holds(
		fc.property(anyResponse, fc.constantFrom(...commands), (text, command) => {
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

it('assigns the rows of any bulk response to their own incidents only', async () => {
	const word = anyText.map((text) => text.trim()).filter((text) => text !== '');
	const number = fc.oneof(fc.constantFrom('20220125-1', '20220125-2', 'constructor'), word);
	await holds(
		fc.property(anyResponse, fc.uniqueArray(number, { maxLength: 3 }), (text, incidents) => {
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

it('stops reading pages, whatever D3 returns', async () => {
	const paged = commands.filter(({ pages }) => pages !== undefined);
	await holds(
		fc.asyncProperty(
			fc.array(anyResponse, { minLength: 1, maxLength: 5 }),
			fc.constantFrom(...paged),
			async (responses, { pages }) => {
				let requests = 0;
				const fetchPage = async (index: number) => {
					requests++;
					return outcomeOfText(responses[index % responses.length]!);
				};
				for await (const page of pagesOf(pages!, fetchPage)) {
					if (page?.kind === 'accepted') expectItems([...page.rows]);
					// A listing may claim any number of pages; two rounds are enough here.
					if (requests > 2 * responses.length) break;
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
		requestsPerSecond: 0,
		maxConcurrentRequests: 1,
	});
	const PER_RUN = 25;

	it('gives each input item an outcome, whatever D3 responds to it', async () => {
		const responses = fc.array(anyResponse, { minLength: PER_RUN, maxLength: PER_RUN });
		await holds(
			fc.asyncProperty(responses, async (given) => {
				texts = [...given];
				const { outputs, error } = await runOnEngine({
					items: given.map((_response, item) => ({ item })),
					parameters: taskParameters(),
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
						error: expect.stringMatching(
							/^(Check D3 first: |Safe to run again: )?(D3|The response|Something)/,
						),
						details: { outcome: expect.stringMatching(/^(rejected|unconfirmed)$/) },
					});
				}
			}),
			PER_RUN,
		);
	});

	it.each(['searchIncidents', 'searchUsers', 'searchUserNames'] as const)(
		'%s returns a list or says what is wrong, whatever D3 responds',
		async (method) => {
			await holds(
				fc.asyncProperty(anyResponse, async (text) => {
					texts = Array.from({ length: 8 }, () => text);
					try {
						const { results } = await callListSearch(method, { credential: credential() });
						for (const { name, value } of results) {
							expect([typeof name, typeof value]).toEqual(['string', 'string']);
						}
					} catch (error) {
						expect((error as Error).message).toMatch(
							/(, or type|\. Type) the (name|number) instead\.$/,
						);
					}
				}),
			);
		},
	);
});

function isOneOf(incidents: readonly string[]): (value: unknown) => boolean {
	return (value) => incidents.includes(String(typeof value === 'object' ? '' : value));
}
