import type { IDataObject } from 'n8n-workflow';

import { credentialFor, taskParameters } from './fixtures.mts';
import { runOnEngine } from './n8nEngine.mts';
import type { Simulator } from '../simulator/simulator.mts';

/** 15 May 2026, 14:32 in New York, in the forms that a parameter can take in n8n. */
export const DUE_DATES = {
	'text of the date picker': '2026-05-15T14:32:00',
	'a DateTime':
		'={{ $now.set({ year: 2026, month: 5, day: 15, hour: 14, minute: 32, second: 0 }) }}',
	'a DateTime in another zone':
		'={{ DateTime.fromISO("2026-05-15T20:32:00", { zone: "Europe/Paris" }) }}',
	'a Date': '={{ new Date("2026-05-15T18:32:00Z") }}',
	'seconds since 1970': '={{ 1778869920 }}',
	'milliseconds since 1970': '={{ 1778869920000 }}',
	'text around an expression': '={{ "2026-05-15" }}T14:32:00',
};

/** Those of them that are no text: n8n makes text of a DateTime that it reads as part of rows. */
export const DATES = Object.entries(DUE_DATES).filter(([form]) =>
	/^a (DateTime|Date)\b/.test(form),
);

/** What D3 gets for a value in rows of names and values, where it reads dates in Shanghai. */
export async function rowValueOf(simulator: Simulator, value: string): Promise<unknown> {
	await runOnEngine({
		parameters: {
			resource: 'command',
			operation: 'run',
			commandName: 'GetOnlineUsers',
			parameters: { parameter: [{ name: 'At', value }] },
		},
		timezone: 'America/New_York',
		credential: credentialFor(simulator, 'GetOnlineUsers', { timezone: 'Asia/Shanghai' }),
	});
	const request = simulator.ledger.requests.at(-1)?.body as { CommandParams: IDataObject };
	return request.CommandParams.At;
}

/** What D3 gets for a due date in a workflow of New York, where D3 reads dates in Shanghai. */
export async function dueDateOf(
	simulator: Simulator,
	dueDate: string,
	options: IDataObject = {},
): Promise<unknown> {
	const { error } = await runOnEngine({
		parameters: taskParameters({ dueDate, options: options as never }),
		timezone: 'America/New_York',
		credential: credentialFor(simulator, 'CreateTask', { timezone: 'Asia/Shanghai' }),
	});
	if (error !== undefined) throw error;
	const request = simulator.ledger.requests.at(-1)?.body as { CommandParams: IDataObject };
	return request.CommandParams['Due Date'];
}
