import { allSentParams, credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** A builder has the numbers as text, as a list or from the picker; D3 wants an array in every case. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const sentFor = async (incidentNumbers: unknown, json = {}) => {
	const { error } = await runOnEngine({
		items: [json],
		parameters: {
			resource: 'playbook',
			operation: 'run',
			playbookNames: 'Phishing Response',
			incidentNumbers: incidentNumbers as never,
		},
		credential: credentialFor(simulator, 'RunPlaybooks'),
	});
	return { error, sent: allSentParams(simulator)[0]?.['Incident Numbers'] };
};

const typed = (value: unknown) => ({ __rl: true, mode: 'number', value });

const TWO = ['20220125-1', '20220125-2'];

it.each([
	['one number', typed(' 20220125-1 '), ['20220125-1']],
	['an incident of the list', { ...typed('20220125-1'), mode: 'list' }, ['20220125-1']],
	['numbers between commas', typed('20220125-1, 20220125-2,'), TWO],
	['numbers on lines', typed('20220125-1\n20220125-2\n'), TWO],
	['a JSON list, as agents write it', typed('["20220125-1", "20220125-2"]'), TWO],
	['a list from an expression', typed('={{ $json.numbers }}'), TWO],
	['an expression in place of the whole field', '={{ $json.numbers }}', TWO],
])('takes %s', async (_what, value, expected) => {
	const { error, sent } = await sentFor(value, { numbers: TWO });
	expect(error).toBeUndefined();
	expect(sent).toEqual(expected);
});

it.each([
	['nothing', typed('={{ "" }}')],
	['commas only', typed(' , ')],
	['an empty list', typed('={{ [] }}')],
])('refuses %s, which some commands take for every incident', async (_what, value) => {
	const { error, sent } = await sentFor(value);
	expect(error?.message).toBe('Item 0: Incident Numbers is empty');
	expect(sent).toBeUndefined();
});
