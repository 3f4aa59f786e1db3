import { readFileSync } from 'node:fs';
import type { IDataObject } from 'n8n-workflow';

import { properties } from '../../../nodes/D3Soar/properties.ts';
import { camelCase, titleOf } from '../../../nodes/shared/names.ts';
import { resources } from '../../../nodes/D3Soar/resources/index.ts';
import { filesOf } from '../../../scripts/files.mts';
import { credentialFor } from '../../support/fixtures.mts';
import { runOnEngine } from '../../support/n8nEngine.mts';
import {
	commandFiles,
	commandSentBy,
	operationsOf,
	parametersOf,
	runsAnyCommand,
} from '../../support/operations.mts';
import {
	documentedItems,
	documentedOperations,
	SCHEMA_FOLDER,
	type Schema,
} from '../../support/outputSchemas.mts';
import { commands as simulated } from '../../simulator/commands/index.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';

/** What every operation must satisfy, so that a new one cannot miss it. */

const operations = operationsOf(resources);

const ZONES = { workflow: 'UTC', d3: 'UTC', window: 'UTC', utc: 'UTC' as const };

const COMMON = /^(resource|operation|site|options)$/;

it('offers each operation once, with an action name of its own', () => {
	const choices = operations.map(
		([, resource, { operation }]) => `${resource.value}.${operation.value}`,
	);
	expect(new Set(choices).size).toBe(choices.length);
	const actions = operations.map(([, , { operation }]) => operation.action);
	expect(new Set(actions).size).toBe(actions.length);
});

const files = commandFiles();

// Who doubts a parameter, or sees that D3 has changed, has to find the page that the file was compared with.
it('cites the page of D3 that each command was compared with, and when', () => {
	expect(files).toHaveLength(operations.length);
	const cited = /^ \* @see https:\/\/docs\.d3security\.com\/\S+ \(compared \d{4}-\d\d\)$/m;
	const without = files.filter(({ docstring }) => !cited.test(docstring));
	expect(without.map(({ path }) => path)).toEqual([]);
	const links = files.flatMap(
		({ docstring }) => docstring.match(/https:\/\/docs\.d3security\.com\/\S+.*/g) ?? [],
	);
	for (const link of links) expect(link).toMatch(/ \(compared \d{4}-\d\d\)$/);
});

// Their items are found by looking in the usual places, and may lie elsewhere.
it('says of which commands nobody has seen the response that D3 documents', () => {
	const notSeen = files
		.filter(({ responseSeen }) => !responseSeen)
		.map(({ path }) => path.replace('nodes/D3Soar/resources/', ''));
	expect(readFileSync('docs/assumptions.md', 'utf8')).toContain(
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
		.filter(({ property }) =>
			/One per line(,| \()|comma-separated or an array$/.test(property.description ?? ''),
		)
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
		// Whoever knows D3 knows the command by its name there.
		const ending = runsAnyCommand(command) ? '' : ` \\(D3 command ${command.command}\\)\\.?`;
		expect(list?.options).toContainEqual(
			expect.objectContaining({
				value: command.operation.value,
				description: expect.stringMatching(new RegExp(`\\w${ending}$`)),
			}),
		);
	},
);

/** Where D3's word would mislead: "Required" of what, "Start" of what; and its one misspelt name. */
const TITLES: Record<string, string> = {
	'CreateTask: Required': 'Required to Close Incident',
	'GetIncidents: Start Time': 'Created After',
	'GetIncidents: End Time': 'Created Before',
	'GetEvents: Start Time': 'Received After',
	'GetEvents: End Time': 'Received Before',
	'createCase: Invesitagtor': 'Investigator',
	'updateCase: Invesitagtor': 'Investigator',
	'CreateTask: Resume Amount': 'Amount',
	'CreateTask: Resume Unit': 'Unit',
};

/** What n8n expects by names of its own. */
const NAMES: Record<string, string> = {
	// n8n hides a parameter called mode from AI builders.
	'addTags: Mode': 'tagMode',
	// n8n's human review fills a field of this name.
	'sendAndWait: Task Description': 'message',
};

it.each(operations)(
	"%s names its fields after D3's parameters and describes each of them",
	(_name, _resource, command) => {
		const { value } = command.operation;
		const names = command.fields.map(({ property }) => property.name);
		expect(new Set(names).size).toBe(names.length);
		// Every operation has these besides its own fields.
		expect(names).not.toEqual(expect.arrayContaining([expect.stringMatching(COMMON)]));
		for (const { parameter, property } of command.fields) {
			const renamed = NAMES[`${value}: ${parameter}`];
			expect(property.name).toBe(renamed ?? camelCase(parameter));
			const title = TITLES[`${command.command}: ${parameter}`] ?? titleOf(parameter);
			expect([title, titleOf(renamed ?? '')]).toContain(property.displayName);
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
		const name = commandSentBy(command);
		// Events go to a URL of their own, without D3's envelope.
		const isEvent = name === 'CreateEvents';
		if (!isEvent) expect(Object.keys(simulated)).toContain(name);
		// An execution waits for one answer.
		const items = command.waitsForAnswer === true ? [{ n: 0 }] : [{ n: 0 }, { n: 1 }];
		const { outputs, error } = await runOnEngine({
			items,
			parameters: parametersOf(resource, command),
			credential: credentialFor(simulator, name),
		});
		expect(error).toBeUndefined();
		const pairs = outputs.flat().map(({ pairedItem }) => (pairedItem as { item: number }).item);
		expect(new Set(pairs)).toEqual(new Set(items.map(({ n }) => n)));
		const bodies = simulator.ledger.requests.map(({ body }) => body as IDataObject);
		expect(bodies).toHaveLength(items.length);
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
			expect(error?.message).toBe(`${property.displayName} is empty`);
		}
		expect(simulator.ledger.requests).toEqual([]);
	},
);

const documented = documentedOperations(resources);

/** Where n8n looks for what an operation's items will have. */
const BUILT_SCHEMAS = `dist/nodes/D3Soar/${SCHEMA_FOLDER}`;

it('tells the fields of items beforehand only where D3 documents them', () => {
	const built = filesOf(`${BUILT_SCHEMAS}/**/*.json`);
	const paths = built.map((file) => file.slice(BUILT_SCHEMAS.length + 1, -'.json'.length));
	expect(paths.sort()).toEqual([...documented.keys()].sort());
});

// The next node is built on these fields before anything ran.
it.each([...documented])(
	'%s: the fields that the editor shows beforehand are those of the items',
	async (path, operation) => {
		const schema = JSON.parse(readFileSync(`${BUILT_SCHEMAS}/${path}.json`, 'utf8')) as Schema;
		const items = await documentedItems(operation);
		expect(items).not.toEqual([]);
		const names = new Set(items.flatMap(Object.keys));
		expect(Object.keys(schema.properties!)).toEqual([...names]);
		for (const [name, value] of items.flatMap(Object.entries)) {
			const type = Array.isArray(value) ? 'array' : typeof value;
			expect([name, schema.properties![name]!.type]).toEqual([name, type]);
		}
	},
);
