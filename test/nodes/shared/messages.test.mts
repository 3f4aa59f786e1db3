import { MESSAGES, type ListContext } from '../../../nodes/shared/messages.ts';
import { failed, type Cause, type Failure } from '../../../nodes/shared/transport/outcome.ts';

/** A list in the editor shows one sentence or two, so they have to say what happened and how to go on without the list. */

const key = {
	secret: 'kept to itself',
	name: 'GetIncidents Key',
	isOwn: true,
	command: 'GetIncidents',
	ownField: 'Commands With Their Own Key',
};

function listMessage(
	cause: Cause,
	rest: Partial<Failure> = {},
	context: Partial<ListContext> = {},
) {
	return MESSAGES[cause].forList(failed(cause, { message: '', ...rest }), {
		command: 'GetIncidents',
		secret: 'API key',
		usedKey: () => key,
		alternative: 'type the number',
		...context,
	});
}

/** By cause: what is known of the failure, and what the list says. */
const LIST_MESSAGES: Record<Cause, readonly [Partial<Failure>, string]> = {
	parameter: [
		{ message: 'Site is empty.' },
		'D3 returned no list: Site is empty. Try again, or type the number instead.',
	],
	credential: [{ message: 'The Secret Key is empty.' }, 'The Secret Key is empty.'],
	refused: [
		{ httpCode: 400 },
		'D3 returned no list: HTTP status 400. Try again, or type the number instead.',
	],
	requestTooLarge: [
		{ httpCode: 413, message: 'Request Entity Too Large', isForeign: true },
		'Something between n8n and D3 responded instead of D3: "Request Entity Too Large" (HTTP status 413). Try again, or type the number instead.',
	],
	authentication: [
		{ message: 'Invalid key.' },
		'D3 rejected the GetIncidents Key of this credential (Invalid key). Enter the API key for GetIncidents, or type the number instead.',
	],
	notFound: [
		{ httpCode: 404 },
		"D3 command GetIncidents was not found at this credential's Server URL (HTTP status 404). Compare it with the Request URL in D3, or type the number instead.",
	],
	redirect: [
		{ httpCode: 302 },
		"The server redirects (HTTP status 302). Compare this credential's Server URL with the Request URL in D3, or type the number instead.",
	],
	noTurn: [
		{},
		'This list waited too long in the queue: other requests to this D3 are under way, or D3 asked for a pause. Try again, or type the number instead.',
	],
	rateLimit: [
		{ message: 'Too many', httpCode: 429 },
		"D3's rate limit was reached. Try again in a minute, or type the number instead.",
	],
	unreachable: [
		{ code: 'ECONNREFUSED' },
		"D3 could not be reached. Check this credential's Server URL, or type the number instead.",
	],
	tls: [
		{ code: 'CERT_HAS_EXPIRED' },
		"The D3 server's certificate is not trusted. Set NODE_EXTRA_CA_CERTS to your CA's certificate, turn on Ignore SSL Issues in this credential, or type the number instead.",
	],
	ssrfBlocked: [
		{},
		"n8n's SSRF protection blocks D3's address. Ask your n8n administrator to allow it, or type the number instead.",
	],
	proxyAuthentication: [
		{},
		'The proxy between n8n and D3 requires authentication. Ask your n8n administrator to add the credentials to the proxy URL, or type the number instead.',
	],
	serverFailure: [
		{ httpCode: 500, message: 'Unexpected Error.' },
		'D3 returned no list: Unexpected Error. Try again, or type the number instead.',
	],
	noResponse: [{}, 'D3 did not respond to GetIncidents. Try again, or type the number instead.'],
	invalidResponse: [
		{},
		"The response to GetIncidents did not come from D3's API. Compare this credential's Server URL with the Request URL in D3, or type the number instead.",
	],
	incompleteResponse: [
		{ message: '{"error":' },
		"D3's response to GetIncidents broke off. Try again, or type the number instead.",
	],
	tooLarge: [
		{},
		"D3's response to GetIncidents is larger than the maximum of 10 MB. Type the number instead.",
	],
	gatewayPage: [
		{ message: 'Request Rejected', httpCode: 403 },
		'Something between n8n and D3 blocked the request: "Request Rejected" (HTTP status 403). Ask your network or firewall administrator to allow requests from n8n to D3, or type the number instead.',
	],
	missingList: [{}, 'The response to GetIncidents contains no list. Type the number instead.'],
	repeatedPage: [
		{ message: '2' },
		'D3 returned the same page of GetIncidents twice, so this list is incomplete. Type the number instead.',
	],
	missingRows: [
		{ message: '3 pages, and gave 1 row' },
		'D3 returned fewer rows of GetIncidents than it says there are, so this list is incomplete. Type the number instead.',
	],
	partial: [
		{ message: '1: locked' },
		'D3 returned no list: 1: locked. Try again, or type the number instead.',
	],
	doubtful: [
		{ message: 'The run ended' },
		'D3 returned no list: The run ended. Try again, or type the number instead.',
	],
};

it.each(Object.entries(LIST_MESSAGES) as Array<[Cause, (typeof LIST_MESSAGES)[Cause]]>)(
	'a list that cannot be shown says why, and how to go on without it: %s',
	(cause, [rest, message]) => {
		expect(listMessage(cause, rest)).toBe(message);
	},
);

it('a list whose command has no key says where to add it', () => {
	const main = { ...key, name: 'API Key', isOwn: false };
	expect(listMessage('authentication', { message: 'Invalid key.' }, { usedKey: () => main })).toBe(
		'This credential has no key for GetIncidents, and D3 rejected its main key (Invalid key). Add the API key for GetIncidents in Commands With Their Own Key, or type the number instead.',
	);
});

it('a list that another server should give names it, since its address may be the right Server URL', () => {
	expect(listMessage('redirect', { httpCode: 302, redirectsTo: 'https://soar.example.com' })).toBe(
		"The server redirects to https://soar.example.com (HTTP status 302). Enter the final address as this credential's Server URL, or type the number instead.",
	);
});

it.each(['rateLimit', 'refused', 'serverFailure'] as const)(
	'a list does not take for the words of D3 what something in between says: %s',
	(cause) => {
		expect(listMessage(cause, { httpCode: 502, isForeign: true, message: 'Bad Gateway' })).toBe(
			'Something between n8n and D3 responded instead of D3: "Bad Gateway" (HTTP status 502). Try again, or type the number instead.',
		);
	},
);
