/** Prints what D3 gets for each form of a due date, evaluated by the engine that the n8n server uses. */
import { inIsolate } from './n8nEngine.mts';
import { startSimulator } from '../simulator/simulator.mts';
import { DUE_DATES, dueDateOf } from './dueDates.mts';

const simulator = await startSimulator();
await inIsolate(async () => {
	const sent: Record<string, unknown> = {};
	for (const [form, value] of Object.entries(DUE_DATES)) {
		sent[form] = await dueDateOf(simulator, value);
	}
	process.stdout.write(`\n${JSON.stringify(sent)}\n`);
});
await simulator.close();
