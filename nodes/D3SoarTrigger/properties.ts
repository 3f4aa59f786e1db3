import type { INodeProperties } from 'n8n-workflow';

import { filter, filterJson, list, multiChoice, number, setting } from '../shared/fields';
import type { Field } from '../shared/fields/field';
import {
	pageSize,
	username,
	windowTimezone as windowTimezoneField,
} from '../shared/fields/options';
import { EVENT_FIELDS, returnedFields as ofEvents } from '../shared/listings/events';
import { FILTER_FIELDS, returnedFields as ofIncidents } from '../shared/listings/incidents';
import type { TriggerOn } from './triggerTypes';

const INCIDENTS: readonly TriggerOn[] = ['incidentCreated', 'incidentUpdated', 'incidentClosed'];
const EVENTS: readonly TriggerOn[] = ['eventReceived'];

const triggerOnChoices: Array<{ name: string; value: TriggerOn; description: string }> = [
	{
		name: 'Event Received',
		value: 'eventReceived',
		description: 'D3 has taken in an event',
	},
	{
		name: 'Incident Closed',
		value: 'incidentClosed',
		description:
			'An incident was closed. Relies on D3 filtering by Date Closed, which not every version knows.',
	},
	{
		name: 'Incident Created',
		value: 'incidentCreated',
		description: 'There is a new incident',
	},
	{
		name: 'Incident Updated',
		value: 'incidentUpdated',
		description:
			'An incident was changed or created. A workflow that changes the incident itself starts itself again: see Filter. Relies on D3 filtering by Date Modified.',
	},
];

/** What starts the workflow. */
const triggerOn: INodeProperties = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'options',
	noDataExpression: true,
	default: 'incidentCreated',
	options: triggerOnChoices,
};

const namesOfChoices = Object.fromEntries(triggerOnChoices.map(({ name, value }) => [value, name]));

/** The choice in the words of the menu, for the canvas: an expression. */
export const triggerOnInWords = `={{ (${JSON.stringify(namesOfChoices)})[$parameter["triggerOn"]] }}`;

export const sites = list('Sites', {
	separator: 'lines',
	placeholder: 'e.g. Security Operations',
	description:
		"D3 sites to watch, each by itself. Empty means the credential's site. Each item has the name of its Site",
});

/** The simple conditions, by the name of the field in D3's filter. */
export const conditions: Readonly<Record<string, Field>> = {
	Severity: multiChoice('Severity', {
		options: ['Critical', 'High', 'Medium', 'Low', 'Informational'],
		description:
			'Only incidents of these severities. Leave empty for all. An incident that is raised to a severity later starts Incident Updated, not Incident Created.',
	}),
	'IR Type': list('Type', {
		separator: 'lines',
		placeholder: 'e.g. Phishing',
		description: 'Only incidents of these types, as D3 names them. Empty means all',
	}),
	Status: list('Status', {
		separator: 'lines',
		placeholder: 'e.g. Open',
		description: 'Only incidents of these statuses, as D3 names them. Empty means all',
	}),
	Owner: list('Owner', {
		separator: 'lines',
		placeholder: 'e.g. Jane Doe',
		description: 'Only incidents of these owners, by full name. Empty means all',
	}),
};

const filterDescription = (noun: string) =>
	`Which ${noun} to return: those that meet all conditions of one alternative`;

export const incidentFilter = filter('Filter', {
	fields: FILTER_FIELDS,
	sections: true,
	description: `${filterDescription('incidents')}, and what else is chosen here. With Incident Updated, exclude what this workflow changes, e.g. Status, Owner or Tags, so that it does not start itself: D3 does not say who changed an incident`,
});

const eventFilter = filter('Filter', {
	fields: EVENT_FIELDS,
	sections: false,
	description: filterDescription('events'),
});

export const rawFilter = filterJson('Filter JSON');

export const createdWithin = number('Created Within', {
	required: true,
	min: 1,
	max: 3650,
	default: 30,
	description:
		'Days since their creation for which incidents are watched. D3 lists incidents by the date of their creation, so the trigger asks for all that are no older, with a filter on Date Modified or Date Closed.',
});

export const startFrom = setting('Start From', {
	default: 'lastSeen',
	description: 'Where to go on when the workflow is activated again after a pause',
	options: [
		{
			name: 'Last Seen',
			value: 'lastSeen',
			description: 'Where it stopped: what happened during the pause starts the workflow now',
		},
		{
			name: 'Now',
			value: 'now',
			description: 'With what happens from now on: what happened during the pause is left out',
		},
	],
});

export const maxItems = number('Max Items per Poll', {
	required: true,
	min: 1,
	default: 1000,
	description:
		'The most items of each site that one poll gives. The rest follows in the next polls.',
});

export const overlap = number('Overlap', {
	required: true,
	min: 1,
	default: 60,
	description:
		'Minutes that are read again behind the newest date that was seen, for what turns up late. Nothing comes twice for that.',
});

export const [simplify, staticFields, dynamicFields] = ofIncidents as [Field, Field, Field];

export const windowTimezone = windowTimezoneField(
	"IANA name of the zone in which D3 writes the dates of its listings. D3 documents UTC; on some servers it is the site's zone, which matters when the clocks are changed there.",
);

/** What narrows, in the order of the editor. */
const filters: readonly INodeProperties[] = [
	shownFor(incidentFilter, INCIDENTS),
	shownFor(eventFilter, EVENTS),
	rawFilter.property,
	...['Owner', 'Severity', 'Status', 'IR Type'].map((name) =>
		shownFor(conditions[name]!, INCIDENTS),
	),
];

/** The rest, in the order of the editor. */
const options: readonly INodeProperties[] = [
	shownFor(createdWithin, ['incidentUpdated', 'incidentClosed']),
	shownFor(dynamicFields, INCIDENTS),
	shownFor(ofEvents, EVENTS),
	maxItems.property,
	overlap.property,
	pageSize.property,
	startFrom.property,
	shownFor(staticFields, INCIDENTS),
	username.property,
	windowTimezone.property,
];

/** Everything that the user can set, in the order in which the editor shows it. */
export const properties: INodeProperties[] = [
	triggerOn,
	sites.property,
	{ ...simplify.property, displayOptions: { show: { triggerOn: [...INCIDENTS] } } },
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		options: [...filters],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: [...options],
	},
];

/** A field of a collection that is shown for some trigger types only. What it depends on is at the top of the form. */
function shownFor({ property }: Field, on: readonly TriggerOn[]): INodeProperties {
	const own = Object.entries(property.displayOptions?.show ?? {});
	const show = Object.fromEntries(own.map(([name, values]) => [`/${name}`, values]));
	return { ...property, displayOptions: { show: { '/triggerOn': [...on], ...show } } };
}
