import type { IDataObject } from 'n8n-workflow';

import { targetOf } from '../../../../credentials/target';
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
			'Send an event to D3, e.g. a SIEM alert. Requires an ingestion key for the site, or for all sites of its kind.',
	},
	fields: [
		{
			...text('Integration', {
				placeholder: 'e.g. Kibana',
				description:
					'Integration in D3 whose event mapping matches the event. Not needed if Request URL is set.',
			}),
			nodeOnly: true,
		},
		requestUrl(
			'Request URL',
			"Ingestion URL as shown in D3, on the credential's server. Leave empty to build it from Integration and Site.",
		),
		{
			...eventPath('Event Path', {
				placeholder: 'e.g. hits.hits._source',
				description:
					"The integration's main event JSON path: hits.hits._source for Kibana, data.nodes for Wiz. For others, see the sample under Outputs > Raw Data of the Fetch Event command in D3. Add [] to a name that holds a list there, e.g. data.nodes[]. Leave empty if the event below already has the sample's shape. D3 most likely creates no event from any other shape, such as the bare event.",
			}),
			nodeOnly: true,
		},
		{
			...keyValues('Event Fields', {
				item: 'Event Field',
				example: 'event.type',
				onMissing: 'leftOut',
				dates: 'iso8601',
				description:
					"Fields of the event, named as in the integration's event mapping. D3's own Kibana connector sends rawData, event.type and kibana.alert.severity.",
			}),
			nodeOnly: true,
		},
		{
			...json('Event JSON', {
				type: 'object',
				onMissing: 'leftOut',
				dates: 'iso8601',
				description:
					'Additional event fields, as JSON. A name that is also in Event Fields is rejected.',
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
				advice: 'Enter one of them. Each integration has its own URL in D3.',
			};
		}
		const { ingestionIntegration } = targetOf(String(values['Request URL'] ?? ''));
		const integration = String(values.Integration ?? ingestionIntegration).trim();
		if (ingestionIntegration !== undefined && integration !== ingestionIntegration) {
			return {
				message: `Integration is "${integration}", but the Request URL is for "${ingestionIntegration}"`,
				advice: 'Leave one of them empty, or enter the URL of that integration.',
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
		key: "D3 issues ingestion keys for one site, for all internal sites or for all client sites. Check under Webhook Authentication of the integration's intake command, e.g. Fetch Event, that this key was generated there and is for the site.",
		url: "Check Integration and Site, which are part of the URL, or paste the Request URL from the integration's intake command. Renaming an integration in D3 changes its URL. If those are right, compare the credential's Server URL with it.",
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
