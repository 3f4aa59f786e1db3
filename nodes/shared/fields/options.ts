import type { IDataObject } from 'n8n-workflow';

import { InvalidParameter } from '../errors';
import type { Zones } from '../zones';
import { withName, type Field } from './field';
import { number } from './number';
import { convertField } from './readField';
import { text } from './text';

/** For both nodes. */
export const username = text('Username', {
	placeholder: 'e.g. Admin',
	description: "D3 user, if not the credential's",
});

/** What Page Size is. */
export const PAGE_SIZE = 'Rows per page, 1000 at most. Lower it if responses get too large.';

export const pageSize = number('Page Size', {
	required: true,
	min: 1,
	max: 1000,
	default: 100,
	description: PAGE_SIZE,
});

/** @param description Which dates the zone is about. */
export function windowTimezone(description: string): Field {
	return withName(
		'windowTimezone',
		text('List Time Zone', { default: 'UTC', placeholder: 'e.g. UTC', description }),
	);
}

/**
 * Reads one option of a collection.
 *
 * @param chosen What the user has added to the collection; the default holds for what is not there.
 * @throws InvalidParameter with the name of the option if its value cannot be used, or its expression finds nothing:
 * the default might act elsewhere or further than was meant.
 */
export function readOption(field: Field, chosen: IDataObject, zones: Zones): unknown {
	const { name, displayName, default: preset } = field.property;
	if (!(name in chosen)) return convertField(field, preset, zones);
	const value = chosen[name];
	if (value === undefined || value === null) {
		throw new InvalidParameter(
			`${displayName} is empty`,
			'Its expression finds nothing. Fix it, or remove the option.',
		);
	}
	return convertField(field, value, zones);
}
