import type { IDataObject } from 'n8n-workflow';

import type { Command } from '../../../shared/command';
import { json, keyValues, requestUrl, text } from '../../../shared/fields';
import { encodePathSegment } from '../../../shared/fields/requestUrl';

/**
 * Send an event to an integration's ingestion URL, as D3's connector for Kibana does. The key is made per
 * site, at the integration's intake command, and a token for it has an empty payload.
 * https://docs.d3security.com/user-docs/18.0v2/api-key-authentication
 * https://docs.d3security.com/user-docs/json-web-token-authentication
 */
export const send: Command = {
	command: 'CreateEvents',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Send',
		value: 'send',
		action: 'Send event',
		description:
			'Send an event to D3, e.g. an alert of a SIEM. It needs the ingestion key of the site.',
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
			...keyValues('Event Fields', {
				onMissing: 'leftOut',
				description:
					"Fields of the event, under the names that the integration's event mapping knows",
			}),
			nodeOnly: true,
		},
		{
			...json('Event JSON', {
				type: 'object',
				onMissing: 'leftOut',
				description: 'More fields of the event as one JSON object. They win over those above.',
			}),
			nodeOnly: true,
		},
	],
	validate: (values) => {
		if (values.Integration === undefined && values['Request URL'] === undefined) {
			return {
				message: 'Integration and Request URL are both empty',
				advice: 'Enter one of them: D3 has an address for each integration.',
			};
		}
		return Object.keys(eventOf(values)).length === 0
			? { message: 'The event is empty', advice: 'Enter Event Fields or Event JSON.' }
			: undefined;
	},
	subject: (values) => `event for ${String(values.Integration ?? 'the Request URL')}`,
	ifUnconfirmed: {
		status: 'may or may not have arrived',
		whereToLook: "Look at the site's events",
	},
	troubleshooting: {
		key: "D3 makes ingestion keys per site: check at the integration's intake command, e.g. Fetch Event, under Webhook Authentication, that this one was made for the site.",
		url: "Check Integration and Site, which are parts of the address, or paste the Request URL that D3 shows at the integration's intake command. If that is right, compare the Server URL of the credential with it.",
	},
	buildRequest: (values, site) => ({
		url: String(values['Request URL'] ?? ingestionPath(String(values.Integration), site)),
		body: eventOf(values),
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
