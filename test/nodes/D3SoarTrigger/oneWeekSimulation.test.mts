import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ActiveWorkflow } from '../../support/activeWorkflow.mts';
import { credentialFor, seededRandom } from '../../support/fixtures.mts';
import { faults } from '../../simulator/faults.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { event, incident, type Event, type Incident } from '../../simulator/world.mts';

/** A week of a busy D3 in a few seconds: everything has to come once, whatever happens in between. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

jest.setTimeout(120_000);

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
	Object.assign(simulator.world, { incidents: [], events: [] });
});
afterEach(async () => {
	jest.restoreAllMocks();
	await simulator.close();
});

const realNow = Date.now.bind(Date);

/** Sets n8n's clock, which goes on from there. */
function setClock(instant: number): void {
	const offset = instant - realNow();
	jest.spyOn(Date, 'now').mockImplementation(() => realNow() + offset);
}

function shuffled<T>(rows: readonly T[], random: () => number): T[] {
	return rows
		.map((row) => ({ row, at: random() }))
		.sort((a, b) => a.at - b.at)
		.map(({ row }) => row);
}

/** When something happens, and when D3 first lists it. */
interface Happening {
	readonly number: string;
	readonly at: number;
	readonly listedAt: number;
}

/**
 * Some in the same second, some listed up to 50 minutes late.
 *
 * @param gap The longest time between two of them, in milliseconds.
 */
function happenings(begin: number, gap: number, random: () => number): Happening[] {
	const all: Happening[] = [];
	for (let at = begin + MINUTE; at < begin + 7 * DAY; at += random() * gap) {
		const together = random() < 0.1 ? 7 : 1;
		for (let n = 0; n < together; n++) {
			const late = random() < 0.1 ? random() * 50 * MINUTE : 0;
			all.push({ number: `20260515-${all.length + 1}`, at, listedAt: at + late });
		}
	}
	return all;
}

interface Week {
	begin: number;
	parameters?: INodeParameters;
	/** The zone in which the server writes dates. */
	zone?: string;
	/** The longest time between two things that happen, in milliseconds. */
	gap?: number;
	/** Milliseconds by which n8n's clock is ahead of the server's. */
	ahead?: number;
	/** Sets what the server lists at an instant. */
	list: (happened: readonly Happening[], timestampOf: (instant: number) => string) => void;
	command?: string;
	numberOf: (item: IDataObject) => unknown;
}

/** Polls every two hours for a week, with failures and restarts in between; numbers in their order of delivery. */
async function live({
	begin,
	parameters = {},
	zone = 'UTC',
	ahead = 0,
	gap = 50 * MINUTE,
	...week
}: Week) {
	const random = seededRandom(7);
	const all = happenings(begin, gap, random);
	const timestampOf = (instant: number) =>
		DateTime.fromMillis(instant, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');
	const command = week.command ?? 'GetIncidents';
	const workflow = new ActiveWorkflow({
		parameters,
		credential: credentialFor(simulator, command, { requestsPerSecond: 0 }),
	});
	const delivered: unknown[] = [];
	let failed = 0;
	const take = async (items: Promise<IDataObject[]>) => {
		try {
			delivered.push(...(await items).map(week.numberOf));
		} catch {
			failed++;
		}
	};

	setClock(begin + ahead);
	expect(await workflow.activate()).toEqual([]);
	for (let hour = 2; hour <= 7 * 24 + 4; hour += 2) {
		const now = begin + hour * HOUR;
		setClock(now + ahead);
		const listed = all.filter(({ listedAt }) => listedAt <= now);
		week.list(shuffled(listed, random), timestampOf);
		// The key is rejected on the second page: the first page must not count.
		const isSecondPage = ({ body }: { body: unknown }) =>
			(body as { CommandParams: IDataObject }).CommandParams['Page Index'] === 1;
		if (hour % 12 === 0) simulator.injectFault(faults.invalidKey, { when: isSecondPage });
		await take(hour % 14 === 0 ? workflow.restart() : workflow.poll());
	}
	return { all, delivered, failed };
}

const listIncidents: Week['list'] = (happened, timestampOf) => {
	simulator.world.incidents = happened.map(
		({ number, at }): Incident => incident(number, 'Incident', timestampOf(at)),
	);
};
const numberOf = (item: IDataObject) => item['IR Number'];

/** Expects each to have come exactly once. */
function expectAll({ all, delivered }: { all: readonly Happening[]; delivered: unknown[] }): void {
	const numbers = all.map(({ number }) => number);
	expect(new Set(delivered).size).toBe(delivered.length);
	expect([...delivered].sort()).toEqual([...numbers].sort());
}

const SPRING = Date.UTC(2026, 4, 11);

it.each([
	[1, 4 * HOUR],
	[7, 50 * MINUTE],
	[1000, 50 * MINUTE],
])('a week of polls returns each incident once, with pages of %s', async (pageSize, gap) => {
	const parameters = { options: { pageSize } };
	const week = await live({ begin: SPRING, gap, parameters, list: listIncidents, numberOf });
	expect(week.all.length).toBeGreaterThan(pageSize === 1 ? 100 : 300);
	if (pageSize < 10) expect(week.failed).toBeGreaterThan(3);
	expectAll(week);
});

it("a week of polls returns each incident once if the server's clock is set back", async () => {
	const [zone, begin] = ['Europe/Berlin', Date.UTC(2026, 9, 21)] as const;
	const parameters = { options: { pageSize: 7, overlap: 51, windowTimezone: zone } };
	expectAll(await live({ begin, zone, parameters, list: listIncidents, numberOf }));
});

it.each([
	['two hours ahead', 2 * HOUR],
	['two hours behind', -2 * HOUR],
])("a week of polls returns each incident once if n8n's clock is %s", async (_, ahead) => {
	expectAll(await live({ begin: SPRING, ahead, list: listIncidents, numberOf }));
});

// The option was left at UTC, but the server writes its local time.
it.each(['Pacific/Auckland', 'America/Los_Angeles'])(
	'a week of polls returns each incident once from a server in %s, even if UTC is set',
	async (zone) => {
		expectAll(await live({ begin: SPRING, zone, list: listIncidents, numberOf }));
	},
);

it('a week of polls returns each event once', async () => {
	const parameters = { triggerOn: 'eventReceived', options: { pageSize: 7 } };
	const list: Week['list'] = (happened, timestampOf) => {
		simulator.world.events = happened.map(
			({ number, at }): Event => event(Number(number.split('-')[1]), 'Login', timestampOf(at)),
		);
	};
	const week = await live({
		begin: SPRING,
		parameters,
		command: 'GetEvents',
		list,
		numberOf: (item) => `20260515-${String(item.EventID)}`,
	});
	expectAll(week);
});

it.each(['Date Modified', 'Date Closed'])(
	'a week of polls returns each new %s once',
	async (field) => {
		const triggerOn = field === 'Date Closed' ? 'incidentClosed' : 'incidentUpdated';
		const parameters = { triggerOn, createdWithin: 60, options: { pageSize: 7 } };
		const list: Week['list'] = (happened, timestampOf) => {
			// All were created long before.
			simulator.world.incidents = happened.map(({ number, at }) => ({
				...incident(number, 'Incident', '2026-04-20 10:00:00'),
				[field]: timestampOf(at),
			}));
			simulator.world.incidents.push(incident('20260420-1', 'Open', '2026-04-20 09:00:00'));
		};
		expectAll(await live({ begin: SPRING, parameters, list, numberOf }));
	},
);

it('returns 20,000 incidents of the same second once each, in polls of 4000', async () => {
	setClock(SPRING);
	const workflow = new ActiveWorkflow({
		parameters: { options: { pageSize: 1000, maxItemsPerPoll: 4000 } },
		credential: credentialFor(simulator, 'GetIncidents', { requestsPerSecond: 0 }),
	});
	await workflow.activate();
	simulator.world.incidents = shuffled(
		Array.from({ length: 20_000 }, (_, n) =>
			incident(`20260511-${n}`, 'Burst', '2026-05-11 00:30:00'),
		),
		seededRandom(1),
	);
	setClock(SPRING + HOUR);
	const sizes: number[] = [];
	const numbers = new Set<unknown>();
	for (let poll = 0; poll < 7; poll++) {
		const items = poll === 3 ? await workflow.restart() : await workflow.poll();
		sizes.push(items.length);
		for (const item of items) numbers.add(numberOf(item));
	}
	expect(sizes).toEqual([...Array<number>(5).fill(4000), 0, 0]);
	expect(numbers.size).toBe(20_000);
	expect(JSON.stringify(workflow.database).length).toBeLessThan(500_000);
});
