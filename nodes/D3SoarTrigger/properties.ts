import type { INodeProperties } from 'n8n-workflow';

import { multiChoice, filter, filterJson, list, number, text } from '../shared/fields';
import type { Field } from '../shared/fields/field';
import { EVENT_FIELDS, returnedFields as ofEvents } from '../D3Soar/resources/event/getAll';
import { FILTER_FIELDS, returnedFields as ofIncidents } from '../D3Soar/resources/incident/getAll';
import type { TriggerOn } from './triggerTypes';

const INCIDENTS: readonly TriggerOn[] = ['incidentCreated', 'incidentUpdated', 'incidentClosed'];
const EVENTS: readonly TriggerOn[] = ['eventReceived'];

/** What makes n8n ask D3. */
const triggerOn: INodeProperties = {
	displayName: 'Trigger On',
	name: 'triggerOn',
	type: 'options',
	noDataExpression: true,
	default: 'incidentCreated',
	options: [
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
				'An incident was changed, or created, which sets its Date Modified as well. Relies on D3 filtering by Date Modified.',
		},
	],
};

export const sites = list('Sites', {
	placeholder: 'e.g. Security Operations, Branch Office',
	description:
		"D3 sites to watch, each by itself. Empty means the credential's site. With more than one, each item also has the name of its Site",
});

/** What D3 is asked for, by the name of the field in its filter. */
export const conditions: Readonly<Record<string, Field>> = {
	Severity: multiChoice('Severity', {
		options: ['Critical', 'High', 'Medium', 'Low', 'Informational'],
		description: 'Only incidents of these severities. None means all.',
	}),
	'IR Type': list('Type', {
		placeholder: 'e.g. Phishing',
		description: 'Only incidents of these types, as D3 names them. Empty means all',
	}),
	Status: list('Status', {
		placeholder: 'e.g. Open',
		description: 'Only incidents of these statuses, as D3 names them. Empty means all',
	}),
	Owner: list('Owner', {
		placeholder: 'e.g. Jane Doe',
		description: 'Only incidents of these owners, by full name. Empty means all',
	}),
};

const filterDescription = (what: string) =>
	`Which ${what} to return: those that meet all conditions of one alternative`;

export const incidentFilter = filter('Filter', {
	fields: FILTER_FIELDS,
	sections: true,
	description: `${filterDescription('incidents')}, and what is chosen above`,
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

export const startFrom: INodeProperties = {
	displayName: 'Start From',
	name: 'startFrom',
	type: 'options',
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
};

export const maxItems = number('Most Items per Poll', {
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

export const pageSize = number('Page Size', {
	required: true,
	min: 1,
	max: 1000,
	default: 100,
	description:
		'How many rows D3 gives in one answer, 1000 at most. Lower it where answers get too large.',
});

export const timeout = number('Timeout', {
	required: true,
	min: 1,
	max: 3600,
	default: 60,
	description: 'Seconds to wait for a whole answer of D3, 3600 at most',
});

export const username = text('Username', {
	placeholder: 'e.g. Admin',
	description: "D3 user in whose name D3 is asked. Empty means the credential's.",
});

const timeZone = text('Window Time Zone', {
	default: 'UTC',
	placeholder: 'e.g. UTC',
	description:
		"IANA name of the zone in which D3 writes the dates of its listings. D3 documents UTC; on some servers it is the site's zone, which matters when the clocks are changed there.",
});

/** Called as in the other node. */
export const windowTimezone: Field = {
	...timeZone,
	property: { ...timeZone.property, name: 'windowTimezone' },
};

/** Everything that the builder can set, in the order in which the editor shows it. */
export const properties: INodeProperties[] = [
	triggerOn,
	sites.property,
	...Object.values(conditions).map((field) => showFor(field, INCIDENTS)),
	showFor(incidentFilter, INCIDENTS),
	showFor(eventFilter, EVENTS),
	rawFilter.property,
	showFor(createdWithin, ['incidentUpdated', 'incidentClosed']),
	...ofIncidents.map((field) => showFor(field, INCIDENTS)),
	showFor(ofEvents, EVENTS),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			maxItems.property,
			overlap.property,
			pageSize.property,
			startFrom,
			timeout.property,
			username.property,
			windowTimezone.property,
		],
	},
];

/** A field that is there for some occasions only. */
function showFor({ property }: Field, on: readonly TriggerOn[]): INodeProperties {
	const show = { triggerOn: [...on], ...property.displayOptions?.show };
	return { ...property, displayOptions: { show } };
}
