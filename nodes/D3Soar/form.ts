import type { INodeProperties } from 'n8n-workflow';

import type { Command } from '../shared/command';
import type { Field } from '../shared/fields/field';

/** The collections for optional fields. Their names are saved in workflows. */
const COLLECTIONS = {
	additionalFields: { displayName: 'Additional Fields', placeholder: 'Add Field' },
	filters: { displayName: 'Filters', placeholder: 'Add Filter' },
	updateFields: { displayName: 'Update Fields', placeholder: 'Add Field' },
} as const;

type Collection = keyof typeof COLLECTIONS;

/** The collections in the order of the editor. */
const ORDER: readonly Collection[] = ['updateFields', 'filters', 'additionalFields'];

/**
 * The form of a command: what D3 requires in D3's order, then what is optional in collections, as n8n's UX
 * guidelines ask. The heart of an operation stays at the top level even where D3 does not require it.
 */
export function formOf(command: Command): INodeProperties[] {
	const top = command.fields.filter((field) => collectionOf(command, field) === undefined);
	return [
		...top.map(({ property }) => property),
		...ORDER.flatMap((collection) => collectionProperty(command, collection)),
	];
}

/** The name under which n8n reads a field: with the name of its collection before it, if it is in one. */
export function pathOf(command: Command, field: Field): string {
	const collection = collectionOf(command, field);
	const { name } = field.property;
	return collection === undefined ? name : `${collection}.${name}`;
}

function collectionOf(command: Command, { parameter, property }: Field): Collection | undefined {
	if (property.required === true || command.topLevel?.includes(parameter)) return undefined;
	if (command.idempotency === 'readOnly' && command.narrowedBy?.includes(parameter)) {
		return 'filters';
	}
	return command.operation.value === 'update' ? 'updateFields' : 'additionalFields';
}

function collectionProperty(command: Command, name: Collection): INodeProperties[] {
	const members = command.fields
		.filter((field) => collectionOf(command, field) === name)
		.map(({ property }) => inCollection(property, command, name))
		.sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
	if (members.length === 0) return [];
	return [{ ...COLLECTIONS[name], name, type: 'collection', default: {}, options: members }];
}

/** What a field depends on is found from the collection: beside it, or from the top of the form. */
function inCollection(
	property: INodeProperties,
	command: Command,
	collection: Collection,
): INodeProperties {
	const show = property.displayOptions?.show;
	if (show === undefined) return property;
	const isBeside = (name: string) =>
		command.fields.some(
			(field) => field.property.name === name && collectionOf(command, field) === collection,
		);
	return {
		...property,
		displayOptions: {
			show: Object.fromEntries(
				Object.entries(show).map(([name, values]) => [isBeside(name) ? name : `/${name}`, values]),
			),
		},
	};
}
