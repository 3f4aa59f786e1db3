import type { IDataObject } from 'n8n-workflow';

import { limitsOf } from '../../../credentials/limits.ts';
import type { D3SoarCredential } from '../../../credentials/credential.ts';
import { buildCall, fetchRows } from '../../../nodes/D3SoarTrigger/fetchRows.ts';
import { TRIGGER_TYPES, type TriggerOn } from '../../../nodes/D3SoarTrigger/triggerTypes.ts';
import type { Settings } from '../../../nodes/D3SoarTrigger/settings.ts';
import type { D3Client } from '../../../nodes/shared/transport/d3Client.ts';
import type { Outcome } from '../../../nodes/shared/transport/outcome.ts';

const credential = { serverUrl: 'https://d3', authentication: 'apiKey' } as D3SoarCredential;
const NOW = Date.UTC(2026, 4, 15, 12);
const SINCE = '2026-05-15 10:00:00';

const settingsFor = (triggerOn: TriggerOn, more: Partial<Settings> = {}): Settings => ({
	triggerOn,
	triggerType: TRIGGER_TYPES[triggerOn],
	sites: [],
	username: '',
	alternatives: [],
	fieldParameters: {},
	createdWithin: 30,
	skipsBacklog: false,
	maxItems: 1000,
	overlap: 60,
	pageSize: 100,
	budget: Infinity,
	zone: 'UTC',
	...more,
});

function callFor(triggerOn: TriggerOn, more: Partial<Settings> = {}, since = SINCE) {
	return buildCall({ since, now: NOW }, settingsFor(triggerOn, more), {
		credential,
		limits: limitsOf({}),
		username: 'Admin',
		site: 'Site A',
	});
}

const severe = { field: 'Severity', operator: '=', value: 'High' };
const owned = { field: 'Owner', operator: '=', value: 'Jane' };

it('asks D3 for everything created from the cursor up to a day ahead', () => {
	expect(callFor('incidentCreated')).toEqual({
		command: 'GetIncidents',
		idempotency: 'readOnly',
		url: '/api/Command/GetIncidents',
		commandParams: {
			'Start Time': SINCE,
			'End Time': '2026-05-16 12:00:00',
			'Output Format': 2,
			'Page Size': 100,
		},
		credential,
		// n8n polls again anyway, so a poll does not retry for as long as an item.
		limits: { ...limitsOf({}), timeout: 60, retryFor: 30 },
		username: 'Admin',
		site: 'Site A',
		subject: 'GetIncidents for the site "Site A"',
		incidentNumbers: [],
		dates: { zone: 'UTC', values: {}, deadlines: [] },
		limit: Infinity,
		simplify: false,
	});
	expect(callFor('eventReceived').url).toBe('/api/Command/GetEvents');
});

it("writes the time window in the server's zone", () => {
	const { commandParams } = callFor('incidentClosed', { zone: 'Asia/Tokyo' });
	expect(commandParams).toMatchObject({
		'Start Time': '2026-04-15 21:00:00',
		'End Time': '2026-05-16 21:00:00',
	});
});

// The clocks in Berlin skip this time, and D3 might reject it.
it('never sends a start time that the zone skips', () => {
	const { commandParams } = callFor(
		'incidentCreated',
		{ zone: 'Europe/Berlin' },
		'2026-03-29 02:30:00',
	);
	expect(commandParams['Start Time']).toBe('2026-03-29 01:30:00');
});

// D3's time window is about the creation: a filter asks for what is older and was changed today.
it.each([
	['incidentUpdated' as const, 'Date Modified'],
	['incidentClosed' as const, 'Date Closed'],
])('for %s filters by %s, among incidents created long before', (triggerOn, field) => {
	const happened = { field, operator: '>=', value: SINCE };
	expect(callFor(triggerOn, { createdWithin: 90 }).commandParams).toMatchObject({
		Filter: [[happened]],
		'Start Time': '2026-02-14 12:00:00',
	});
	const alternatives = [[severe], [owned, severe]];
	expect(callFor(triggerOn, { alternatives }).commandParams.Filter).toEqual([
		[severe, happened],
		[owned, severe, happened],
	]);
});

it('sends the filter, the fields and the page size that the user chose', () => {
	const alternatives = [[severe], [owned]];
	const fieldParameters = { 'Static Fields': ['Title'] };
	expect(
		callFor('incidentCreated', { alternatives, fieldParameters, pageSize: 7 }).commandParams,
	).toMatchObject({ Filter: alternatives, 'Static Fields': ['Title'], 'Page Size': 7 });
});

describe('rows of D3', () => {
	/** What D3 answers in all pages, or that no request had a turn. */
	const rowsFrom = async (...pages: Array<IDataObject[] | undefined>) => {
		const client = {
			send: async (): Promise<Outcome | undefined> => {
				const rows = pages.shift();
				if (rows === undefined) return undefined;
				return { kind: 'accepted', response: { rawData: rows }, sentAt: new Date(NOW) };
			},
		};
		return await fetchRows(
			client as unknown as D3Client,
			callFor('incidentCreated'),
			settingsFor('incidentCreated', { pageSize: 1 }),
			{ since: SINCE, now: NOW },
			2,
		);
	};
	const createdAt = (date: string, number = '1') => ({ 'IR Number': number, 'Date Created': date });

	// 12:00 in UTC is 14:00 two days later at most where D3 is: a day ahead, and 26 hours between two zones.
	it.each(['05/17/2026 14:00:00', '05/14/2026 08:00:00'])(
		'may be dated %s, by a clock in another zone',
		async (date) => expect(await rowsFrom([createdAt(date)], [])).toHaveLength(1),
	);

	it.each(['06/05/2026 09:00:00', '05/06/2026 09:00:00'])(
		'cannot be dated %s, which no zone explains',
		async (date) => {
			expect(await rowsFrom([createdAt(date)], [])).toMatchObject({
				message: expect.stringContaining('dates day first'),
			});
		},
	);

	it('are read no further than needed', async () => {
		const dated = '2026-05-15 11:00:00';
		const pages = [createdAt(dated, '1'), createdAt(dated, '2'), createdAt(dated, '3')];
		expect(await rowsFrom(...pages.map((row) => [row]))).toHaveLength(2);
	});

	it('that D3 could not be asked for are no empty list', async () => {
		expect(await rowsFrom(undefined)).toMatchObject({ kind: 'notSent', cause: 'noTurn' });
	});
});
