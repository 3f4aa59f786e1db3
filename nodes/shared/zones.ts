import { IANAZone } from 'luxon';

import { InvalidParameter } from './errors';
import { WINDOWS_ZONES } from './time/windowsZones';

/** The zones of a date, as IANA names. */
export interface Zones {
	/** The workflow's zone: a value without an offset is meant in it. */
	readonly workflow: string;
	/** The zone in which D3 reads the local timestamps that it gets. */
	readonly d3: string;
	/** The zone in which D3 reads the time window of a listing. */
	readonly window: string;
	readonly utc: 'UTC';
}

/** For values that are no dates. */
export const NO_ZONES: Zones = { workflow: 'UTC', d3: 'UTC', window: 'UTC', utc: 'UTC' };

/**
 * Returns the zone if it exists.
 *
 * @param name What the user calls the setting.
 * @throws InvalidParameter with the advice if there is none.
 */
export function requireZone(name: string, zone: string, advice: string): string {
	// luxon caches the zones that it creates; IANAZone.isValidZone() would check the name anew each time.
	if (IANAZone.create(zone).isValid) return zone;
	const sameZone = Object.hasOwn(WINDOWS_ZONES, zone)
		? ` "${zone}" is ${WINDOWS_ZONES[zone]}.`
		: '';
	throw new InvalidParameter(`${name} "${zone}" is not a known time zone`, advice + sameZone);
}
