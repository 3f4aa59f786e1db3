import type { INodeParameters, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { resources } from '../../../../nodes/D3Soar/resources/index.ts';
import { credentialFor, sentParams } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator, type Simulator } from '../../../simulator/simulator.mts';

/** Values of which D3 documents the spelling: another one is refused, or finds nothing. */

let simulator: Simulator;
beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const incidentNumber = { __rl: true, mode: 'number', value: '20220125-1' };

const fieldOf = (command: string, name: string) => {
	const declared = resources
		.flatMap(({ commands }) => commands)
		.find((each) => each.command === command);
	return declared?.fields.find(({ property }) => property.name === name)?.property;
};

const choicesOf = (command: string, name: string) =>
	(fieldOf(command, name)?.options as INodePropertyOptions[]).map(({ value }) => value);

const run = async (command: string, parameters: INodeParameters) => {
	const { error } = await runOnEngine({
		parameters: { resource: 'incident', ...parameters },
		credential: credentialFor(simulator, command),
	});
	expect(error).toBeUndefined();
	return sentParams(simulator);
};

it('orders the timeline by ASC and DESC, the words that both pages of D3 take', async () => {
	expect(choicesOf('GetIncidentTimelineEntries', 'sortOrder')).toEqual(['', 'ASC', 'DESC']);
	const sent = await run('GetIncidentTimelineEntries', {
		operation: 'getTimelineEntries',
		incidentNumber,
		sortOrder: 'DESC',
	});
	expect(sent['Sort Order']).toBe('DESC');
});

/** The fields that a filter offers. */
const filterFieldsOf = (command: string) => {
	const [group] = fieldOf(command, 'filter')?.options as INodePropertyCollection[];
	const { options } = group!.values.find(({ name }) => name === 'field')!;
	return (options as INodePropertyOptions[]).map(({ value }) => value);
};

// https://docs.d3security.com/api-docs/Working-version/get-incidents and get-events
const INCIDENT_FIELDS =
	'IR Number, IR Type, Title, Status, Severity, Stage, Priority, Disposition, Tags, Owner, Creator, Timezone, Date Created, Date Modified, Date Closed, Closed by, Playbook, Description, Conclusion, Investigation Team, Linked Incidents, Incident Raw Data, Event Raw Data, Custom Field'.split(
		', ',
	);
const EVENT_FIELDS =
	'ID, EventID, Type, RiskLevel, TimeofOccurrence, IntakeTime, Status, Datasource, Eventsource, EventFileName, LastEscalatedBy, Event Raw Data'.split(
		', ',
	);

it('offers the fields of incidents and events as D3 spells them: another spelling returns nothing', () => {
	expect(choicesOf('GetIncidents', 'staticFields')).toEqual(INCIDENT_FIELDS);
	// D3 cannot filter by the raw data.
	const filterable = INCIDENT_FIELDS.filter((name) => name !== 'Incident Raw Data');
	expect(filterFieldsOf('GetIncidents')).toEqual(['', ...filterable, 'other']);
	expect(filterFieldsOf('GetEvents')).toEqual(['', ...EVENT_FIELDS, 'other']);
});

it('asks for fields of dynamic forms by their sections, as D3 takes them, and only if the output is not simplified', async () => {
	const sent = await run('GetIncidents', {
		operation: 'getAll',
		startTime: '2022-01-25',
		endTime: '2022-01-26',
		simplify: false,
		dynamicFields: '{"Customer": ["Name"]}',
	});
	expect(sent['Dynamic Fields']).toEqual({ Customer: ['Name'] });
	for (const name of ['staticFields', 'dynamicFields']) {
		expect(fieldOf('GetIncidents', name)?.displayOptions?.show).toMatchObject({
			simplify: [false],
		});
	}
});

it('asks for the fields that most users need, if the output is simplified', async () => {
	const sent = await run('GetIncidents', {
		operation: 'getAll',
		startTime: '2022-01-25',
		endTime: '2022-01-26',
		simplify: true,
	});
	expect(sent['Static Fields']).toEqual([
		'IR Number',
		'IR Type',
		'Title',
		'Status',
		'Severity',
		'Owner',
		'Tags',
		'Date Created',
		'Date Modified',
	]);
});

it('offers the fields of incidents that D3 has since 16.8, and says that older ones lack them', async () => {
	expect(choicesOf('GetIncidents', 'staticFields')).toEqual(
		expect.arrayContaining(['Closed by', 'Custom Field']),
	);
	expect(fieldOf('GetIncidents', 'staticFields')?.description).toMatch(/require D3 16\.8 or later/);
	simulator.world.incidents[0]!['Closed by'] = 'jdoe';
	const sent = await run('GetIncidents', {
		operation: 'getAll',
		startTime: '2022-01-25',
		endTime: '2022-01-26',
		simplify: false,
		staticFields: ['Closed by'],
	});
	expect(sent['Static Fields']).toEqual(['IR Number', 'Closed by']);
});

// `Findings: IOA (Indicator of Attack)` is a section of Add Investigation Details alone.
it("names a table's own sections, which are written without a blank", () => {
	const section = (command: string) => fieldOf(command, 'investigationSection')?.description ?? '';
	expect(section('AddInvestigationTableContent')).toContain('Findings:Data Enrichments');
	expect(section('AddInvestigationTableContent')).not.toContain('Findings: ');
	expect(section('AddInvestigationDetails')).not.toContain('Findings:Data');
});
