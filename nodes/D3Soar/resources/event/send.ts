import type { IDataObject } from 'n8n-workflow';

import type { Command } from '../../../shared/command';
import { json, keyValues, requestUrl, text } from '../../../shared/fields';
import { encodePathSegment } from '../../../shared/fields/requestUrl';
import { eventPath, placeAt } from './eventPath';
import { namesTwice } from '../../../shared/fields/namesTwice';

/**
 * Send an event to an integration's ingestion URL. D3 looks for events where the integration's fetch command finds
 * them, at its main event JSON path. D3's connector for Kibana sends exactly `{"hits": {"hits": {"_source": {...}}}}`,
 * an object and no list at its end; the path for Wiz is `data.nodes`. That D3 makes no event of a body in another
 * shape is inferred. The key is made at the integration's intake command, for a site or for all sites of a kind, and
 * a token for it has an empty payload.
 *
 * @see https://docs.d3security.com/user-docs/18.0v2/api-key-authentication (compared 2026-11)
 * @see https://docs.d3security.com/user-docs/json-web-token-authentication (compared 2026-11)
 */
export const send: Command = {
	command: 'CreateEvents',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Send',
		value: 'send',
		action: 'Send event',
		description:
			'Send an event to D3, e.g. an alert of a SIEM. It needs the ingestion key of the site, or one for all sites of its kind.',
	},
	fields: [
		{
			...text('Integration', {
				placeholder: 'e.g. Kibana',
				description:
					'Integration in D3 whose event mapping fits the event. Not needed with a Request URL.',
			}),
			nodeOnly: true,
		},
		requestUrl(
			'Request URL',
			'Ingestion address as D3 shows it, on the server of the credential. Empty means the address of Integration and Site.',
		),
		{
			...eventPath('Event Path', {
				placeholder: 'e.g. hits.hits._source',
				description:
					"Where D3 looks for events of this integration, its main event JSON path: hits.hits._source for Kibana, data.nodes for Wiz. For another, look at the sample under Outputs > Raw Data of its Fetch Event command in D3. Write [] after a name that holds a list there, e.g. data.nodes[]. Leave empty if the event below has the sample's shape already. Of any other shape, such as the bare event, D3 most likely makes no event.",
			}),
			nodeOnly: true,
		},
		{
			...keyValues('Event Fields', {
				onMissing: 'leftOut',
				dates: 'iso8601',
				description:
					"Fields of the event, under the names that the integration's event mapping knows. D3's own connector for Kibana sends rawData, event.type and kibana.alert.severity.",
			}),
			nodeOnly: true,
		},
		{
			...json('Event JSON', {
				type: 'object',
				onMissing: 'leftOut',
				dates: 'iso8601',
				description:
					'More fields of the event as one JSON object. A name that stands in Event Fields too is refused.',
			}),
			nodeOnly: true,
		},
	],
	narrowedBy: ['Integration', 'Request URL', 'Event Path'],
	topLevel: ['Integration', 'Request URL', 'Event Path', 'Event Fields', 'Event JSON'],
	validate: (values) => {
		if (values.Integration === undefined && values['Request URL'] === undefined) {
			return {
				message: 'Integration and Request URL are both empty',
				advice: 'Enter one of them: D3 has an address for each integration.',
			};
		}
		return Object.keys(eventOf(values)).length === 0
			? { message: 'The event is empty', advice: 'Enter Event Fields or Event JSON.' }
			: namesTwice({
					'Event Fields': values['Event Fields'] as IDataObject | undefined,
					'Event JSON': values['Event JSON'] as IDataObject | undefined,
				});
	},
	subject: (values) => `event for ${String(values.Integration ?? 'the Request URL')}`,
	unconfirmedTexts: {
		status: 'may or may not have arrived',
		whereToLook: "Look at the site's events",
	},
	troubleshooting: {
		key: "D3 makes ingestion keys for one site, for all internal sites or for all client sites: check at the integration's intake command, e.g. Fetch Event, under Webhook Authentication, that this one was made there and is for the site.",
		url: "Check Integration and Site, which are parts of the address, or paste the Request URL that D3 shows at the integration's intake command. Renaming an integration in D3 changes its address. If that is right, compare the Server URL of the credential with it.",
	},
	buildRequest: (values, site) => ({
		url: String(values['Request URL'] ?? ingestionPath(String(values.Integration), site)),
		body: placeAt(values['Event Path'] as string | undefined, eventOf(values)),
	}),
};

function ingestionPath(integration: string, site: string): string {
	const segments = [encodePathSegment('Integration', integration), encodePathSegment('Site', site)];
	return `/api/Data/${segments.join('/')}/CreateEvents`;
}

function eventOf(values: IDataObject): IDataObject {
	return {
		...(values['Event Fields'] as IDataObject | undefined),
		...(values['Event JSON'] as IDataObject | undefined),
	};
}
