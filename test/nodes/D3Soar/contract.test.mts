import { globSync, readFileSync } from 'node:fs';
import type { IDataObject, INodeParameters, INodeProperties } from 'n8n-workflow';

import type { Command, Resource } from '../../../nodes/shared/command.ts';
import { properties } from '../../../nodes/D3Soar/properties.ts';
import { camelCase, titleOf } from '../../../nodes/shared/names.ts';
import { resources } from '../../../nodes/D3Soar/resources/index.ts';
import { credentialFor } from '../../support/fixtures.mts';
import { runOnEngine } from '../../support/n8nEngine.mts';
import { commands as simulated } from '../../simulator/commands/index.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';

/** What every operation must satisfy, so that a new one cannot miss it. */

const operations = resources.flatMap((resource) =>
	resource.commands.map(
		(command) => [`${resource.name} > ${command.operation.name}`, resource, command] as const,
	),
);

/** A valid sample value for each kind of field. */
function sampleFor({ name, type, default: preset, options }: INodeProperties): unknown {
	if (name in SPECIAL) return SPECIAL[name];
	switch (type) {
		case 'resourceLocator':
			return name.toLowerCase().includes('incident')
				? { __rl: true, mode: 'number', value: '20220125-1' }
				: { __rl: true, mode: 'name', value: 'Jane Doe' };
		case 'dateTime':
			return '2026-05-15T14:32:00';
		case 'options':
			return options!
				.map((option) => (option as { value: string }).value)
				.find((value) => value !== '');
		case 'boolean':
			return true;
		case 'number':
			return 1;
		case 'json':
			return preset === '[]' ? '[{"a":"1"}]' : '{"a":"1"}';
		case 'fixedCollection':
			return { parameter: [] };
		default:
			// Valid as text, as a list with one text and as a list with one whole number.
			return '1';
	}
}

const ZONES = { workflow: 'UTC', d3: 'UTC', window: 'UTC', utc: 'UTC' as const };

const COMMON = /^(resource|operation|site|options)$/;

const SPECIAL: Record<string, unknown> = {
	commandName: 'GetOnlineUsers',
	// GetOnlineUsers has no parameters.
	parametersJson: '{}',
	siteName: 'Security Operations',
	// Otherwise the limit is hidden.
	returnAll: false,
	startTime: '2022-01-01',
	endTime: '2022-12-31',
	// Not together with `filter`.
	filterJson: '[]',
	// Not together with `integration`.
	requestUrl: '',
};

function parametersOf(resource: Resource, command: Command): INodeParameters {
	const values = command.fields.map(({ property }) => [property.name, sampleFor(property)]);
	return {
		...(Object.fromEntries(values) as INodeParameters),
		resource: resource.value,
		operation: command.operation.value,
	};
}

it('offers each operation once, with an action name of its own', () => {
	const choices = operations.map(
		([, resource, { operation }]) => `${resource.value}.${operation.value}`,
	);
	expect(new Set(choices).size).toBe(choices.length);
	const actions = operations.map(([, , { operation }]) => operation.action);
	expect(new Set(actions).size).toBe(actions.length);
});

/** The docstring of each declared command, by its file. */
const docstrings = new Map(
	globSync('nodes/D3Soar/resources/*/*.ts').flatMap((file) => {
		const text = readFileSync(file, 'utf8');
		const [, docstring] =
			/\/\*\*((?:(?!\*\/)[^])*)\*\/\nexport const \w+: Command = /.exec(text) ?? [];
		return docstring === undefined ? [] : [[file, docstring] as const];
	}),
);

// Who doubts a parameter, or sees that D3 has changed, has to find the page that the file was compared with.
it('cites the page of D3 that each command was compared with, and when', () => {
	expect(docstrings.size).toBe(operations.length);
	const cited = /^ \* @see https:\/\/docs\.d3security\.com\/\S+ \(compared \d{4}-\d\d\)$/m;
	const without = [...docstrings].filter(([, docstring]) => !cited.test(docstring));
	expect(without.map(([file]) => file)).toEqual([]);
	const links = [...docstrings.values()].flatMap(
		(docstring) => docstring.match(/https:\/\/docs\.d3security\.com\/\S+.*/g) ?? [],
	);
	for (const link of links) expect(link).toMatch(/ \(compared \d{4}-\d\d\)$/);
});

// Their items are found by looking in the usual places, and may lie elsewhere.
it('says of which commands nobody has seen the response that D3 documents', () => {
	const notSeen = [...docstrings]
		.filter(([, docstring]) =>
			docstring.replace(/\s+\*?\s*/g, ' ').includes('response was not seen'),
		)
		.map(([file]) => file.replace('nodes/D3Soar/resources/', ''));
	expect(readFileSync('README.md', 'utf8')).toContain(
		`The files of ${notSeen.length} commands say *Its response was not seen*`,
	);
	expect(notSeen.sort()).toEqual([
		'artifact/getTypes.ts',
		'artifact/saveAndLink.ts',
		'event/getAll.ts',
		'incident/addInvestigationDetails.ts',
		'incident/addInvestigationTable.ts',
		'incident/addTimelineEntry.ts',
		'incident/create.ts',
		'incident/exportStix.ts',
		'incident/getCommandCenterLogs.ts',
		'incident/setField.ts',
		'incident/update.ts',
		'playbook/triggerExternalAction.ts',
		'reputation/checkEmail.ts',
		'tenant/createIngestionSchedule.ts',
		'tenant/syncAutomationRule.ts',
		'tenant/syncConnection.ts',
		'user/create.ts',
		'utility/unzipFile.ts',
	]);
});

/** Fields that hold several texts: what D3 would get of `1, 2` tells whether a comma separates them. */
const lists = operations.flatMap(([operation, resource, command]) =>
	command.fields
		.filter(({ property }) => / list from an expression\b/.test(property.description ?? ''))
		.filter(({ property }) => property.typeOptions?.password !== true)
		.map((field) => {
			const [first] = field.toD3('1, 2', ZONES) as [string | number];
			const name = `${operation}: ${field.parameter}`;
			return { name, resource, command, field, holdsNames: first === '1, 2' };
		}),
);

// `Doe, Jane` and `Acme, Inc.` are one name each: cut in two, D3 would act on others, or share with nobody.
it('takes names one per line, and numbers, ids, tags, addresses and domains between commas too', () => {
	const named = (wanted: boolean) =>
		lists.filter(({ holdsNames }) => holdsNames === wanted).map(({ name }) => name);
	expect(named(true)).toEqual([
		'Incident > Get Investigation Details: Investigation Section Names',
		'Incident > Get Related by Artifact: Artifact Name(s)',
		'Incident > Remove Attachments: File Names',
		'Incident > Modify Form: Incident Types',
		'Artifact > Set State: Artifact Names',
		'Artifact > Get Types: Artifact Type Name',
		'Playbook > Run: Playbook Names',
		'Playbook > Publish Across Sites: Site List',
		'Case > Remove Attachments: File Names',
		'Global List > Query: Target Values',
		'Global List > Share Across Sites: Site List',
	]);
	// Tactics, techniques and fields of events are words that MITRE and D3 chose, without commas.
	expect(named(false)).toEqual([
		'Incident > Close: Incident Numbers',
		'Incident > Change Owner: Incident Numbers',
		'Incident > Move to Site: Incident Numbers',
		'Incident > Add Tags: Tags',
		'Incident > Remove Tags: Tags',
		'Incident > Get Investigation Details: Incident Numbers',
		'Incident > Remove Links: Linked Incident Numbers to be Removed',
		'Incident > Link to Cases: Case Numbers',
		'Incident > Link to Cases: Incident ID List',
		'Incident > Link to New Case: Incident Numbers',
		'Incident > Get Command Center Logs: Log Type ID',
		'Incident > Get Command Center Logs: Artifact Type ID',
		'Incident > Remove Attachments: Incident Numbers',
		'Incident > Remove Attachments: File Ids',
		'Event > Get Many: Fields',
		'Event > Add Techniques: Event IDs',
		'Event > Add Techniques: Tactics',
		'Event > Add Techniques: Techniques',
		'Artifact > Get Types: Artifact Type ID',
		'Playbook > Run: Incident Numbers',
		'User > Create: groupIds',
		'User > Create: siteIds',
		'Case > Remove Attachments: Case Numbers',
		'Case > Remove Attachments: File Ids',
		'Reputation > Check IP Addresses: externalIPs',
		'Reputation > Check Domains: List of Domains',
		'Reputation > Check Email Addresses: List of Email Addresses',
		'Reputation > Check Files: File IDs',
		'Utility > Unescape IP Addresses: IP Addresses',
		'Utility > Group Emails by Domain: Email Array',
		'Utility > Group Emails by Domain: Domain Array',
		'Utility > Convert Files: File IDs',
		'Utility > Unzip Files: File IDs',
	]);
});

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

it.each(lists.filter(({ holdsNames }) => holdsNames))(
	'$name: a name with a comma in it stays one name',
	async ({ resource, command, field }) => {
		const { error } = await runOnEngine({
			parameters: {
				...parametersOf(resource, command),
				[field.property.name]: 'Acme, Inc.\nDoe, Jane',
			},
			credential: credentialFor(simulator, command.command),
		});
		expect(error).toBeUndefined();
		expect(simulator.ledger.requests[0]?.body).toMatchObject({
			CommandParams: { [field.parameter]: ['Acme, Inc.', 'Doe, Jane'] },
		});
	},
);

/** Fields that D3 shows formatted, of which the option Text Format says how they are meant. */
const formatted = operations.flatMap(([operation, resource, command]) =>
	command.fields
		.filter(({ isFormattedText }) => isFormattedText === true)
		.map((field) => ({ name: `${operation}: ${field.parameter}`, resource, command, field })),
);

it('knows which texts are plain unless Text Format says HTML, and offers it there only', () => {
	expect(formatted.map(({ name }) => name)).toEqual([
		'Task > Create: Task Description',
		'Incident > Create: Description',
		'Incident > Update: Description',
		'Incident > Close: Conclusion',
	]);
	const offering = properties
		.filter(
			({ name, options = [] }) =>
				name === 'options' && options.some((o) => o.name === 'textFormat'),
		)
		.map(({ displayOptions }) => displayOptions!.show);
	expect(offering).toEqual([
		{ resource: ['task'], operation: ['create'] },
		{ resource: ['incident'], operation: ['create'] },
		{ resource: ['incident'], operation: ['update'] },
		{ resource: ['incident'], operation: ['close'] },
	]);
});

// A mail as it comes: as HTML its lines would merge, the address vanish, and the picture tell that it was read.
it.each(formatted)('$name: a text arrives as it was written', async (each) => {
	const mail = 'From: "Joe" <joe@example.com>\r\n\nA & B\n<img src="https://example.com/x.png">';
	const sent = async (textFormat?: string) => {
		const { error } = await runOnEngine({
			parameters: {
				...parametersOf(each.resource, each.command),
				[each.field.property.name]: `={{ ${JSON.stringify(mail)} }}`,
				options: { ...(textFormat !== undefined && { textFormat }) },
			},
			credential: credentialFor(simulator, each.command.command),
		});
		expect(error).toBeUndefined();
		const { CommandParams } = simulator.ledger.requests.at(-1)!.body as {
			CommandParams: IDataObject & { Input?: Array<{ Input: IDataObject }> };
		};
		return (CommandParams.Input?.[0]?.Input ?? CommandParams)[each.field.parameter];
	};
	const asHtml =
		'From: &quot;Joe&quot; &lt;joe@example.com&gt;<br><br>A &amp; B<br>&lt;img src=&quot;https://example.com/x.png&quot;&gt;';
	expect(await sent()).toBe(asHtml);
	expect(await sent('text')).toBe(asHtml);
	expect(await sent('html')).toBe(mail);
});

it.each(operations)(
	'%s appears in the editor with a clear action and description',
	(_name, resource, command) => {
		const { name, action, description } = command.operation;
		// Sentence case: capitals only at the beginning, in abbreviations and in D3's own terms.
		expect(action).toMatch(/^[A-Z]/);
		for (const word of action.split(' ').slice(1))
			expect(word).toMatch(/^([^A-Z]|[A-Z\d]{2,}|IOCs|IPs)/);
		expect(action).not.toMatch(/\b(a|an|the)\b/);
		expect(description.length).toBeGreaterThan(name.length);
		const list = properties.find(
			({ name: field, displayOptions }) =>
				field === 'operation' && displayOptions?.show?.resource?.includes(resource.value),
		);
		expect(list?.options).toContainEqual(
			expect.objectContaining({ value: command.operation.value }),
		);
	},
);

it.each(operations)(
	"%s names its fields after D3's parameters and describes each of them",
	(_name, _resource, command) => {
		const names = command.fields.map(({ property }) => property.name);
		expect(new Set(names).size).toBe(names.length);
		// Every operation has these besides its own fields.
		expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(COMMON)]));
		for (const { parameter, property } of command.fields) {
			// n8n hides a parameter called mode from AI builders.
			const name = parameter === 'Mode' ? 'tagMode' : camelCase(parameter);
			expect(property.name).toBe(name);
			expect(property.displayName).toBe(titleOf(parameter));
			expect(property.description).toMatch(/\w{3}/);
			if (property.type === 'boolean') expect(property.description).toMatch(/^Whether /);
			if (property.placeholder !== undefined && property.type === 'string') {
				expect(property.placeholder).toMatch(/^e\.g\. /);
			}
		}
	},
);

it.each(operations)(
	'%s sends a request that the simulator accepts, and pairs its output items',
	async (_name, resource, command) => {
		const [name] = [
			command.command === 'any command' ? String(SPECIAL.commandName) : command.command,
		];
		// Events go to a URL of their own, without D3's envelope.
		const isEvent = name === 'CreateEvents';
		if (!isEvent) expect(Object.keys(simulated)).toContain(name);
		const { outputs, error } = await runOnEngine({
			items: [{ n: 0 }, { n: 1 }],
			parameters: parametersOf(resource, command),
			credential: credentialFor(simulator, name),
		});
		expect(error).toBeUndefined();
		const pairs = outputs.flat().map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(new Set(pairs)).toEqual(new Set([0, 1]));
		const bodies = simulator.ledger.requests.map(({ body }) => body as IDataObject);
		expect(bodies).toHaveLength(2);
		for (const body of bodies) {
			if (isEvent) continue;
			expect(body).toMatchObject({ Username: 'Admin', Site: 'Security Operations' });
			const params = body.CommandParams as IDataObject;
			if (command.sendsUsernameParameter === true) expect(params.Username).toBe('Admin');
		}
	},
);

it.each(operations)(
	'%s rejects each blank required field before sending anything',
	async (_name, resource, command) => {
		for (const { property } of command.fields.filter(({ property: p }) => p.required)) {
			const blank =
				property.type === 'resourceLocator'
					? { __rl: true, mode: 'number', value: '={{ "" }}' }
					: '={{ "" }}';
			const { error } = await runOnEngine({
				parameters: { ...parametersOf(resource, command), [property.name]: blank },
				credential: credentialFor(simulator, command.command),
			});
			expect(error?.message).toBe(`Item 0: ${property.displayName} is empty`);
		}
		expect(simulator.ledger.requests).toEqual([]);
	},
);
