import { limitsOf } from '../../../credentials/limits.ts';
import type { D3SoarCredential } from '../../../credentials/credential.ts';
import { buildCall } from '../../../nodes/D3SoarTrigger/fetchRows.ts';
import { TRIGGER_TYPES, type TriggerOn } from '../../../nodes/D3SoarTrigger/triggerTypes.ts';
import type { Settings } from '../../../nodes/D3SoarTrigger/settings.ts';

const credential = { serverUrl: 'https://d3', authentication: 'apiKey' } as D3SoarCredential;
const NOW = Date.UTC(2026, 4, 15, 12);
const SINCE = '2026-05-15 10:00:00';

function callFor(triggerOn: TriggerOn, more: Partial<Settings> = {}, since = SINCE) {
	const settings: Settings = {
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
	};
	return buildCall({ since, now: NOW }, settings, {
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
