import type { INodeProperties } from 'n8n-workflow';

import { filter, filterJson, list, multiChoice, number, setting } from '../shared/fields';
import { withName, type Field } from '../shared/fields/field';
import {
	pageSize,
	username,
	windowTimezone as windowTimezoneField,
} from '../shared/fields/options';
import { EVENT_FIELDS, returnedFields as ofEvents } from '../shared/listings/events';
import { FILTER_FIELDS, returnedFields as ofIncidents } from '../shared/listings/incidents';
import { SEVERITIES } from '../shared/severities';
import type { TriggerOn } from './triggerTypes';

const INCIDENTS: readonly TriggerOn[] = ['incidentCreated', 'incidentUpdated', 'incidentClosed'];
const EVENTS: readonly TriggerOn[] = ['eventReceived'];

const triggerOnChoices: Array<{ name: string; value: TriggerOn; description: string }> = [
	{
		name: 'Event Received',
		value: 'eventReceived',
		description: 'An event was received',
	},
	{
		name: 'Incident Closed',
		value: 'incidentClosed',
		description:
			"An incident was closed. Relies on D3's Date Closed filter, which your D3 may not support.",
	},
	{
		name: 'Incident Created',
		value: 'incidentCreated',
		description: 'An incident was created',
	},
	{
		name: 'Incident Updated',
		value: 'incidentUpdated',
		description:
			"An incident was changed. New incidents probably count too. A workflow that changes the incident starts itself again: see Filter. Relies on D3's Date Modified filter.",
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
		"D3 sites to watch. Leave empty for the credential's site. Each item includes its Site",
});

/** The simple conditions, by the name of the field in D3's filter. */
export const conditions: Readonly<Record<string, Field>> = {
	Severity: multiChoice('Severity', {
		options: SEVERITIES,
		description:
			'Only incidents of these severities. Leave empty for all. An incident that is raised to a severity later starts Incident Updated, not Incident Created.',
	}),
	'IR Type': list('Type', {
		separator: 'lines',
		placeholder: 'e.g. Phishing',
		description: 'Only incidents of these types, as named in D3. Leave empty for all',
	}),
	Status: list('Status', {
		separator: 'lines',
		placeholder: 'e.g. Open',
		description: 'Only incidents with these statuses, as named in D3. Leave empty for all',
	}),
	Owner: list('Owner', {
		separator: 'lines',
		placeholder: 'e.g. Jane Doe',
		description: 'Only incidents of these owners, by full name. Leave empty for all',
	}),
};

const filterDescription = (noun: string) =>
	`Which ${noun} start the workflow: those that meet all conditions, or all conditions of one Or group`;

export const incidentFilter = filter('Filter', {
	fields: FILTER_FIELDS,
	sections: true,
	description: `${filterDescription('incidents')}. The other filters apply as well. With Incident Updated, exclude what this workflow changes, e.g. Status, Owner or Tags, so that it does not start itself: D3 does not say who changed an incident`,
});

const eventFilter = filter('Filter', {
	fields: EVENT_FIELDS,
	sections: false,
	description: filterDescription('events'),
});

export const rawFilter = filterJson('Filter JSON');

export const createdWithin = withName(
	'createdWithin',
	number('Created Within (Days)', {
		required: true,
		min: 1,
		max: 3650,
		default: 30,
		description:
			'Only incidents created within this many days are watched. D3 lists incidents by creation date only, so each poll requests all of them and filters by Date Modified or Date Closed.',
	}),
);

export const startFrom = withName(
	'startFrom',
	setting('After a Pause', {
		default: 'lastSeen',
		description: 'Where to resume when the workflow is published again',
		options: [
			{
				name: 'Resume',
				value: 'lastSeen',
				description: 'Resume where it stopped and process what happened during the pause',
			},
			{
				name: 'Skip Backlog',
				value: 'now',
				description: 'Start fresh and skip what happened during the pause',
			},
		],
	}),
);

export const maxItems = number('Max Items per Poll', {
	required: true,
	min: 1,
	default: 1000,
	description: 'Maximum number of items per site and poll. The rest follow in the next polls.',
});

export const overlap = withName(
	'overlap',
	number('Overlap (Minutes)', {
		required: true,
		min: 1,
		default: 60,
		description:
			'How far before the newest date seen each poll reads again, to catch late entries. This causes no duplicates.',
	}),
);

export const [simplify, staticFields, dynamicFields] = ofIncidents as [Field, Field, Field];

export const windowTimezone = windowTimezoneField(
	"IANA time zone of the dates in D3's lists. D3 documents UTC, but some servers may use the site's time zone, which matters when the clocks change there.",
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
