import type { IDataObject } from 'n8n-workflow';

import type { Command } from '../../../shared/command';
import {
	choice,
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
import { SEVERITIES } from '../../../shared/severities';

/** The incident's own fields, by D3's names. */
const FIELDS: readonly Field[] = [
	text('Title', {
		placeholder: 'e.g. Suspicious email to finance',
		description: 'Title of the incident',
	}),
	formattedText('Description', {
		placeholder: 'e.g. Three people received the same invoice from an unknown sender',
		description: 'What happened.',
	}),
	text('Status', {
		placeholder: 'e.g. Open',
		description: 'Status of the incident, as named in D3',
	}),
	choice('SeverityName', { options: SEVERITIES, description: 'How bad it is' }),
	user('Owner', {
		nameType: 'fullName',
		description: 'Full name of the new owner',
	}),
	text('Disposition', {
		placeholder: 'e.g. No Action',
		description: 'Disposition of the incident, as named in D3',
	}),
	text('Tags', {
		placeholder: 'e.g. phishing, finance',
		description: 'Complete list of tags, separated by commas. Replaces existing tags.',
	}),
	text('IncidentType', {
		placeholder: 'e.g. Phishing',
		description: 'Type of the incident, as named in D3',
	}),
	text('IncidentCategory', {
		placeholder: 'e.g. Access',
		description: 'Category of the incident, as named in D3',
	}),
	text('SiteName', {
		placeholder: 'e.g. Security Operations',
		description: 'New site of the incident',
	}),
	dateTime('DueDate', {
		dateOnly: 'endOfDay',
		isDeadline: true,
		description: 'When the incident is due.',
	}),
	dateTime('DateOccurred', {
		dateOnly: 'startOfDay',
		description: 'When it happened.',
	}),
	dateTime('DateEnded', {
		dateOnly: 'endOfDay',
		description: 'When the incident ended.',
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
		description: 'Update only the given fields of an incident',
	},
	fields: [
		incident('Incident Number', { required: true }),
		...FIELDS,
		keyValues('Custom Fields', {
			item: 'Custom Field',
			example: 'CustomAge',
			onMissing: 'leftOut',
			description:
				'Custom fields by their D3 names: Custom followed by the field name without spaces or special characters, e.g. CustomAge',
		}),
		json('Fields JSON', {
			type: 'object',
			onMissing: 'leftOut',
			description:
				'Additional fields, as JSON, e.g. {"CustomAge": "30"}. A field that is also set elsewhere is rejected. Empty strings are sent, to clear a field.',
		}),
	],
	narrowedBy: ['Owner', 'SiteName'],
	validate: (values) =>
		Object.keys(fieldsToSet(values)).length === 0
			? { message: 'Nothing to update', advice: 'Fill in at least one field.' }
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
