import type { Ledger } from './ledger.mts';
import type { D3Response } from './responses.mts';
import { event, utcNow, type Event, type World } from './world.mts';

/**
 * Main event JSON paths of integrations. Kibana: the body that D3's connector in elastic/kibana sends
 * (connector_types/d3security). Wiz: user-docs: api-key-authentication.
 */
const EVENT_PATHS = new Map([
	['Kibana', 'hits.hits._source'],
	['Wiz', 'data.nodes'],
]);

/**
 * Takes in what is sent to an integration. D3 documents the `refid` of the response. That it gives one and makes no
 * event if there is none at the integration's path, and that it takes a list as several events, is inferred.
 */
export function takeIn(
	{ integration, site }: { integration: string; site: string },
	body: unknown,
	{ ledger, world }: { ledger: Ledger; world: World },
): D3Response {
	const path = EVENT_PATHS.get(integration)?.split('.') ?? [];
	const found = path.reduce<unknown>((value, name) => propertyOf(value, name), body);
	for (const one of found === undefined ? [] : [found].flat()) {
		ledger.events.push(one);
		world.events.push({ ...eventOf(one, integration, world), Site: site });
	}
	return { status: 200, text: '{"refid":"event-1"}' };
}

/** As GetEvents lists it. Which of its fields gives the type is up to the integration: here it is that of Kibana. */
function eventOf(one: unknown, integration: string, { events }: World): Event {
	const type = propertyOf(one, 'event.type') ?? integration;
	return event(events.length + 1, String(type), utcNow());
}

function propertyOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}
