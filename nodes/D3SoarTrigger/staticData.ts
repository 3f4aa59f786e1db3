import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Cursor } from './cursor';
import type { Settings } from './settings';

/** What the node stores in the workflow between polls, as JSON. */
interface StaticData {
	/** Version of this structure; data of another version is not read. */
	version: 1;
	triggerOn: string;
	/** IANA zone of the dates in the cursors. */
	zone: string;
	/** By site. */
	cursors: { readonly [site: string]: Cursor };
}

const VERSION = 1;

/**
 * The cursors by site that earlier polls stored.
 *
 * @returns none if they belong to another trigger type or zone: in another zone the same dates are other instants.
 */
export function loadCursors(
	context: IPollFunctions,
	{ triggerOn, zone }: Settings,
): ReadonlyMap<string, Cursor> {
	const data = context.getWorkflowStaticData('node');
	const isSame = isStaticData(data) && data.triggerOn === triggerOn && data.zone === zone;
	return new Map(isSame ? Object.entries(data.cursors) : []);
}

/** Whether earlier polls stored any cursor, whatever the settings are now. */
export function hasCursor(context: IPollFunctions): boolean {
	const data = context.getWorkflowStaticData('node');
	return isStaticData(data) && Object.keys(data.cursors).length > 0;
}

/** Stores the cursors; n8n writes them to its database after the poll. */
export function saveCursors(
	context: IPollFunctions,
	{ triggerOn, zone }: Settings,
	cursors: ReadonlyMap<string, Cursor>,
): void {
	const stored: StaticData = {
		version: VERSION,
		triggerOn,
		zone,
		cursors: Object.fromEntries(cursors),
	};
	Object.assign(context.getWorkflowStaticData('node'), stored);
}

function isStaticData(data: IDataObject): data is IDataObject & StaticData {
	return data.version === VERSION && typeof data.cursors === 'object' && data.cursors !== null;
}
