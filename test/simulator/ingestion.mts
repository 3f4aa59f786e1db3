import type { Ledger } from './ledger.mts';
import type { D3Response } from './responses.mts';

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
export function takeIn(integration: string, body: unknown, ledger: Ledger): D3Response {
	const path = EVENT_PATHS.get(integration)?.split('.') ?? [];
	const found = path.reduce<unknown>((value, name) => propertyOf(value, name), body);
	if (found !== undefined) ledger.events.push(...(Array.isArray(found) ? found : [found]));
	return { status: 200, text: '{"refid":"event-1"}' };
}

function propertyOf(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}
