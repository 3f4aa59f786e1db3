import type { IDataObject, IPollFunctions } from 'n8n-workflow';

import type { Cursor } from './cursor';
import type { Settings } from './settings';

/** What the node keeps in the workflow between polls, as JSON. */
interface StaticData {
	/** Of this shape; what another one has stored is not read. */
	version: 1;
	triggerOn: string;
	/** IANA zone in which the dates of the cursors are. */
	zone: string;
	/** By site. */
	cursors: { readonly [site: string]: Cursor };
}

const VERSION = 1;

/**
 * The cursors by site that earlier polls have stored.
 *
 * @returns none where they are about something else, or in another zone: the same dates are other instants there.
 */
export function loadCursors(
	context: IPollFunctions,
	{ triggerOn, zone }: Settings,
): ReadonlyMap<string, Cursor> {
	const data = context.getWorkflowStaticData('node');
	const isSame = isStaticData(data) && data.triggerOn === triggerOn && data.zone === zone;
	return new Map(isSame ? Object.entries(data.cursors) : []);
}

/** n8n writes them to its database after the poll. */
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
