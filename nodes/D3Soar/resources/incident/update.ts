import type { IDataObject } from 'n8n-workflow';

import type { Command } from '../../../shared/command';
import {
	dateTime,
	formattedText,
	incident,
	json,
	keyValues,
	text,
	user,
} from '../../../shared/fields';
import type { Field } from '../../../shared/fields/field';
import { namesTwice } from '../../../shared/fields/namesTwice';

const DATE = "A date without an offset is in the workflow's time zone.";

/** The incident's own fields, by D3's names. */
const FIELDS: readonly Field[] = [
	text('Title', {
		placeholder: 'e.g. Suspicious mail to finance',
		description: 'What the incident is called in D3',
	}),
	formattedText('Description', {
		placeholder: 'e.g. Three people received the same invoice from an unknown sender',
		description: 'What happened.',
	}),
	text('Status', { placeholder: 'e.g. Open', description: 'Status, as your D3 names it' }),
	text('SeverityName', {
		placeholder: 'e.g. Medium',
		description: 'Severity, as your D3 names it',
	}),
	user('Owner', {
		nameType: 'fullName',
		description: 'Full name of the user who owns the incident from now on',
	}),
	text('Disposition', {
		placeholder: 'e.g. No Action',
		description: 'Disposition, as your D3 names it',
	}),
	text('Tags', {
		placeholder: 'e.g. phishing, finance',
		description: 'All tags that the incident has from now on, separated by commas',
	}),
	text('IncidentType', {
		placeholder: 'e.g. Phishing',
		description: 'Type of the incident, as your D3 names it',
	}),
	text('IncidentCategory', {
		placeholder: 'e.g. Access',
		description: 'Category of the incident, as your D3 names it',
	}),
	text('SiteName', {
		placeholder: 'e.g. Security Operations',
		description: 'Site that the incident belongs to from now on',
	}),
	dateTime('DueDate', {
		dateOnly: 'endOfDay',
		description: `When the incident is due. ${DATE} A date without a time means the end of that day.`,
	}),
	dateTime('DateOccurred', {
		dateOnly: 'startOfDay',
		description: `When it happened. ${DATE} A date without a time means the start of that day.`,
	}),
	dateTime('DateEnded', {
		dateOnly: 'endOfDay',
		description: `When it was over. ${DATE} A date without a time means the end of that day.`,
	}),
];

/**
 * Set only the given fields of an incident. Its response was not seen.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/set-incident-fields-in-bulk (compared 2026-11)
 */
export const update: Command = {
	command: 'SetIncidentFieldsInBulk',
	idempotency: 'idempotent',
	operation: {
		name: 'Update',
		value: 'update',
		action: 'Update incident',
		description: 'Set the fields of an incident that are given, and leave the others as they are',
	},
	fields: [
		incident('Incident Number', { required: true }),
		...FIELDS,
		keyValues('Custom Fields', {
			onMissing: 'leftOut',
			description:
				'Custom fields by the names that D3 gives them: Custom, then the name without blanks and special characters, e.g. CustomAge',
		}),
		json('Fields JSON', {
			type: 'object',
			onMissing: 'leftOut',
			description:
				'More fields as one JSON object, e.g. {"CustomAge": "30"}. A field that is set elsewhere too is refused. Empty texts in it are sent too, to empty a field.',
		}),
	],
	narrowedBy: ['Owner', 'SiteName'],
	validate: (values) =>
		Object.keys(fieldsToSet(values)).length === 0
			? { message: 'There is nothing to update', advice: 'Enter at least one field.' }
			: namesTwice({
					'Update Fields': ownFields(values),
					'Custom Fields': values['Custom Fields'] as IDataObject | undefined,
					'Fields JSON': values['Fields JSON'] as IDataObject | undefined,
				}),
	subject: (values) => `update of ${String(values['Incident Number'])}`,
	bulkParameter: 'Input',
	buildRequest: (values) => ({
		commandParams: {
			Input: [{ IncidentNumber: values['Incident Number'], Input: fieldsToSet(values) }],
		},
	}),
};

function ownFields(values: IDataObject): IDataObject {
	const given = FIELDS.map(({ parameter }) => [parameter, values[parameter]] as const);
	return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function fieldsToSet(values: IDataObject): IDataObject {
	return {
		...ownFields(values),
		...(values['Custom Fields'] as IDataObject | undefined),
		...(values['Fields JSON'] as IDataObject | undefined),
	};
}
