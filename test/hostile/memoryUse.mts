/**
 * Creates three tasks on a server and prints the peak memory of the process in megabytes, before and after:
 * `node memoryUse.mts '<credential as JSON>'`. It needs a process of its own, since the memory of one that
 * runs tests says nothing.
 */
import { taskParameters } from '../support/fixtures.mts';
import { runOnEngine } from '../support/n8nEngine.mts';
import { hostileServer } from './server.mts';

const peak = () => Math.round(process.resourceUsage().maxRSS / 1024);
const run = async (credential: object) =>
	await runOnEngine({
		items: [{}, {}, {}],
		parameters: taskParameters(),
		credential: { ...credential, timeout: 20 },
		node: { onError: 'continueRegularOutput' },
	});

const harmless = await hostileServer((response) => void response.end('{"rawData":{"a":1}}'));
await run(harmless.credential);
await harmless.close();
const before = peak();
const { outputs } = await run(JSON.parse(process.argv[2]!) as object);
console.log(
	JSON.stringify({ before, after: peak(), errors: outputs[0]!.map(({ json }) => json.error) }),
);
process.exit();
