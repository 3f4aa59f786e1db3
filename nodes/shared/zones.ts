import { IANAZone } from 'luxon';

import { InvalidParameter } from './errors';

/** The zones of a date, as IANA names. */
export interface Zones {
	/** Where a value without an offset is meant: the workflow's zone. */
	readonly workflow: string;
	/** Where D3 reads the local timestamps that it is given. */
	readonly d3: string;
	/** Where D3 reads the time window of a listing. */
	readonly window: string;
	readonly utc: 'UTC';
}

/**
 * The zone, if there is one of that name.
 *
 * @param name What the user finds it under.
 * @throws InvalidParameter with the advice if there is none.
 */
export function requireZone(name: string, zone: string, advice: string): string {
	// luxon remembers the zones that it has made, and looks anew at each name that it is asked about.
	if (IANAZone.create(zone).isValid) return zone;
	throw new InvalidParameter(`${name} "${zone}" is not known`, advice);
}
