import type { IDataObject } from 'n8n-workflow';

import { scalarText } from './parse';

/** The first field with a value. Spaces and capitals in its name differ between versions of D3. */
export function fieldOf(row: IDataObject, names: readonly string[]): unknown {
	for (const name of names) {
		const found =
			row[name] ??
			Object.entries(row).find(([key]) => normalizedName(key) === normalizedName(name))?.[1];
		if (found !== undefined && found !== null && found !== '') return found;
	}
	return undefined;
}

/** What identifies a row: the first of these fields that holds a text or a number. */
export function idOf(row: IDataObject, idFields: readonly string[]): string | undefined {
	return idFields.map((field) => scalarText(fieldOf(row, [field]))).find((text) => text !== '');
}

function normalizedName(name: string): string {
	return name.replace(/[\s_]/g, '').toLowerCase();
}
