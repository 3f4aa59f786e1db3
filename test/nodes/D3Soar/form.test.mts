import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

import { D3Soar } from '../../../nodes/D3Soar/D3Soar.node.ts';
import { D3SoarTrigger } from '../../../nodes/D3SoarTrigger/D3SoarTrigger.node.ts';
import { formOf, pathOf } from '../../../nodes/D3Soar/form.ts';
import { resources } from '../../../nodes/D3Soar/resources/index.ts';

/** The panel that an n8n user expects: what is required first, the rest in collections; saved workflows depend on it. */

const require = createRequire(join(process.cwd(), 'package.json'));

const operations = resources.flatMap(({ value, commands }) =>
	commands.map((command) => ({ name: `${value}:${command.operation.value}`, command })),
);

const collectionsOf = (properties: readonly INodeProperties[]) =>
	properties.filter(({ type }) => type === 'collection');

it.each(operations)(
	'$name shows what D3 requires at the top level, in the order of D3',
	({ command }) => {
		const top = formOf(command).filter(({ type }) => type !== 'collection');
		const required = command.fields.filter(({ property }) => property.required === true);
		const names = top.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(required.map(({ property }) => property.name)));
		const order = command.fields.map(({ property }) => property.name);
		expect(names).toEqual([...names].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
	},
);

it.each(operations)('$name shows each field once, where n8n then reads it', ({ command }) => {
	const shown = formOf(command).flatMap((property) =>
		property.type === 'collection'
			? property.options!.map(({ name }) => `${property.name}.${name}`)
			: [property.name],
	);
	expect(shown.sort()).toEqual(command.fields.map((field) => pathOf(command, field)).sort());
	expect(new Set(shown).size).toBe(shown.length);
});

it.each(operations)(
	'$name has optional fields in collections of the names that n8n uses',
	({ command }) => {
		for (const collection of collectionsOf(formOf(command))) {
			expect(['additionalFields', 'updateFields', 'filters']).toContain(collection.name);
			const titles = collection.options!.map((option) => (option as INodeProperties).displayName);
			expect(titles).toEqual([...titles].sort());
			for (const option of collection.options!) expect(option).not.toHaveProperty('required', true);
		}
	},
);

// Each is the heart of its operation, or is required in one of its forms; anything else belongs into a collection.
it('only these optional fields stand at the top level', () => {
	const exceptions = operations.flatMap(({ name, command }) =>
		(command.topLevel ?? []).length > 0 ? [`${name}: ${command.topLevel!.join(', ')}`] : [],
	);
	expect(exceptions).toMatchInlineSnapshot(`
		[
		  "task:create: Required",
		  "task:sendAndWait: Required, Comment, Limit Wait Time, Limit Type, Resume Amount, Resume Unit, Max Date and Time, Approver Header",
		  "incident:create: Title, Severity",
		  "incident:get: Simplify",
		  "incident:getAll: Return All, Filter, Simplify",
		  "incident:close: Bypass Required Pending Tasks, Conclusion",
		  "incident:removeAttachments: File Ids, File Names",
		  "incident:modifyForm: Delete the Section and Its Values",
		  "event:getAll: Return All, Filter",
		  "event:send: Integration, Request URL, Event Path, Event Fields, Event JSON",
		  "event:addTechniques: Tactics, Techniques",
		  "artifact:setState: State",
		  "playbook:triggerExternalAction: Trigger Data",
		  "command:run: Parameters, Parameters JSON",
		  "user:get: Simplify",
		  "user:getByEmail: Simplify",
		  "user:getManyBySite: Online, Simplify",
		  "user:getManyByRole: Online, Simplify",
		  "case:removeAttachments: File Ids, File Names",
		  "globalList:query: Global List Name, JSON Path, Target Values",
		  "globalList:overwrite: Global List Content, Empty the List",
		  "globalList:shareAcrossSites: Action",
		  "reputation:checkFile: File IDs",
		  "utility:sendEmail: Subject, Email Body",
		  "utility:unzipFile: File IDs",
		  "site:create: Is Active",
		  "tenant:createSite: Is Active, Is Master",
		  "tenant:createIngestionSchedule: Is Shared To Client Connection",
		  "tenant:syncConnection: Sync All Shared, Connection Info",
		  "tenant:syncAutomationRule: Sync All Shared, Automation Info, Sync All Tenant Sites, Tenant Site",
		  "tenant:syncUsers: allTenant, Region, TenantName",
		]
	`);
});

it('every optional field at the top level is one that its command has', () => {
	const wrong = operations.flatMap(({ name, command }) =>
		[...(command.topLevel ?? []), ...(command.narrowedBy ?? [])]
			.filter((parameter) => !command.fields.some((field) => field.parameter === parameter))
			.map((parameter) => `${name}: ${parameter}`),
	);
	expect(wrong).toEqual([]);
});

// JSON hides what can be set, so n8n's repository has a rule against it: see n8n's rules in CONTRIBUTING.md.
it('optional JSON stands at the top level only where just the customer knows the names in it', () => {
	const optionalJson = operations.flatMap(({ name, command }) =>
		formOf(command)
			.filter(({ type, required }) => type === 'json' && required !== true)
			.map(({ displayName }) => `${name}: ${displayName}`),
	);
	expect(optionalJson).toEqual([
		'event:send: Event JSON',
		'playbook:triggerExternalAction: Trigger Data',
		'command:run: Parameters JSON',
		'globalList:overwrite: Global List Content',
		'tenant:syncConnection: Connection Info',
		'tenant:syncAutomationRule: Automation Info',
	]);
});

it('updating collects Update Fields, and what narrows a search is in Filters', () => {
	const named = (name: string) =>
		operations.filter(({ command }) => formOf(command).some((property) => property.name === name));
	expect(named('updateFields').map(({ name }) => name)).toEqual(
		expect.arrayContaining(['incident:update', 'case:update', 'site:update']),
	);
	expect(named('filters').map(({ name }) => name)).toEqual(
		expect.arrayContaining(['incident:search', 'case:search', 'incident:getTimelineEntries']),
	);
});

// Who learned the words in one place finds them in the others.
it('severities are the same choices in Create, Update and the trigger', () => {
	const optionsOf = (properties: INodeProperties[], name: string) =>
		properties.find((property) => property.name === name)!.options as never[];
	const choices = (properties: INodeProperties[], name: string) =>
		optionsOf(properties, name)
			.map(({ value }) => value as string)
			.filter((value) => value !== '');
	const form = (name: string) => formOf(operations.find((each) => each.name === name)!.command);

	const severities = ['Critical', 'High', 'Medium', 'Low', 'Informational'];
	expect(choices(form('incident:create'), 'severity')).toEqual(severities);
	const updateFields = optionsOf(form('incident:update'), 'updateFields');
	expect(choices(updateFields, 'severityName')).toEqual(severities);
	const filters = optionsOf(new D3SoarTrigger().description.properties, 'filters');
	expect(choices(filters, 'severity')).toEqual(severities);
});

it('a field in a collection finds what it depends on beside it or at the top', () => {
	const getMany = operations.find(({ name }) => name === 'incident:getAll')!;
	const [additional] = formOf(getMany.command).filter(({ name }) => name === 'additionalFields');
	const statics = additional!.options!.find(({ name }) => name === 'staticFields');
	expect((statics as INodeProperties).displayOptions).toEqual({ show: { '/simplify': [false] } });
});

it('no parameter has a name that n8n hides from AI builders', () => {
	const names = operations.flatMap(({ command }) =>
		command.fields.map(({ property }) => property.name),
	);
	expect(names).not.toEqual(expect.arrayContaining(['mode']));
	expect(names).not.toEqual(expect.arrayContaining(['resource']));
	expect(names).not.toEqual(expect.arrayContaining(['operation']));
});

// What n8n gives an AI builder is the whole node: too much of it pushes everything else out of the model's context.
it('the definition for AI builders has at most 120,000 characters', () => {
	const sdk = require('@n8n/workflow-sdk') as {
		generateNodeTypeFile(description: object): string;
	};
	const description = structuredClone(new D3Soar().description);
	description.name = 'n8n-nodes-d3soar.d3Soar';
	expect(sdk.generateNodeTypeFile(description).length).toBeLessThanOrEqual(120_000);
});
