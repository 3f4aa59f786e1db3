import { allSentParams, credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** Users have incident numbers as text, as a list or from the list search; D3 always wants an array. */

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
	['an incident chosen from the list', { ...typed('20220125-1'), mode: 'list' }, ['20220125-1']],
	['numbers separated by commas', typed('20220125-1, 20220125-2,'), TWO],
	['numbers on separate lines', typed('20220125-1\n20220125-2\n'), TWO],
	['a JSON list, as agents write it', typed('["20220125-1", "20220125-2"]'), TWO],
	['a list from an expression', typed('={{ $json.numbers }}'), TWO],
	['an expression in place of the whole field', '={{ $json.numbers }}', TWO],
])('sends incident numbers as an array: %s', async (_what, value, expected) => {
	const { error, sent } = await sentFor(value, { numbers: TWO });
	expect(error).toBeUndefined();
	expect(sent).toEqual(expected);
});

it.each([
	['an empty text', typed('={{ "" }}')],
	['commas only', typed(' , ')],
	['an empty list', typed('={{ [] }}')],
])(
	'rejects %s as incident numbers, since some commands take that for every incident',
	async (_what, value) => {
		const { error, sent } = await sentFor(value);
		expect(error?.message).toBe('Incident Numbers is empty');
		expect(sent).toBeUndefined();
	},
);
