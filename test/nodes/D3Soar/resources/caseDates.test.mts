import type { IDataObject } from 'n8n-workflow';

import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { DUE_DATES } from '../../../support/dueDates.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

/** In a workflow of New York, where D3 reads dates in Shanghai. */
const run = async (operation: 'create' | 'update', incidentDate: string, options = {}) =>
	await runOnEngine({
		parameters: {
			resource: 'case',
			operation,
			caseNumber: '20230130-156',
			timeZone: 'PST',
			caseStatus: 'Active',
			incidentDate,
			reportedDate: incidentDate,
			ownerSite: 'Security Operations',
			userName: { __rl: true, mode: 'name', value: 'jdoe' },
			options,
		},
		timezone: 'America/New_York',
		credential: credentialFor(simulator, `${operation}Case`, { timezone: 'Asia/Shanghai' }),
	});

const sent = () => (simulator.ledger.requests.at(-1)?.body as IDataObject).CommandParams;

// Cases have a date format of their own: D3 might take the 5th of June for the 6th of May, or nothing.
describe.each(['create', 'update'] as const)('a date in Case > %s', (operation) => {
	it.each([
		...Object.entries(DUE_DATES).map(([form, value]) => [form, value, '05/16/2026 02:32']),
		["text in D3's usual format", '2026-05-15 14:32:59', '05/15/2026 14:32'],
		['a day', '2026-05-15', '05/15/2026 00:00'],
		['text in the format of cases', ' 05/06/2026 14:32 ', '05/06/2026 14:32'],
	])('that is %s is written as D3 takes it there', async (_form, value, text) => {
		const { error } = await run(operation, value!);
		expect(error).toBeUndefined();
		expect(sent()).toMatchObject({
			'Incident Date': text,
			...(operation === 'create' && { 'Reported Date': text }),
		});
	});

	it("is converted to the Time Zone of the node, where that is not the credential's", async () => {
		await run(operation, '2026-05-15T14:32:00Z', { timezone: 'America/Vancouver' });
		expect(sent()).toMatchObject({ 'Incident Date': '05/15/2026 07:32' });
	});

	it.each(['15/05/2026 14:32', '5/6/2026 14:32', '05/06/2026 2:32 PM'])(
		'that is %p is refused, with the form that D3 takes',
		async (value) => {
			const { error } = await run(operation, value);
			expect(error?.message).toBe(`Incident Date is not a valid date: "${value}"`);
			expect(error?.description).toContain("or 05/15/2026 14:32 (D3's own format).");
			expect(simulator.ledger.requests).toEqual([]);
		},
	);
});
