/** Prints what D3 gets for each form of a due date and of a date in rows, evaluated by the engine that the n8n server uses. */
import { inIsolate } from './n8nEngine.mts';
import { startSimulator } from '../simulator/simulator.mts';
import { DATES, DUE_DATES, dueDateOf, rowValueOf } from './dueDates.mts';

const simulator = await startSimulator();
await inIsolate(async () => {
	const sent: Record<string, unknown> = {};
	for (const [form, value] of Object.entries(DUE_DATES)) {
		sent[form] = await dueDateOf(simulator, value);
	}
	for (const [form, value] of DATES) {
		sent[`${form} in rows`] = await rowValueOf(simulator, value);
	}
	process.stdout.write(`\n${JSON.stringify(sent)}\n`);
});
await simulator.close();
