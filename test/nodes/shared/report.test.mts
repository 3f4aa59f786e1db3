import type { Call } from '../../../nodes/shared/command.ts';
import { failed, type Cause, type Failure } from '../../../nodes/shared/transport/outcome.ts';
import { errorItem, errorOf, reportOf } from '../../../nodes/shared/report.ts';
import { cancellation, withProgress } from '../../../nodes/D3Soar/execute/progress.ts';
import { hintsFor, type ItemDateMismatch } from '../../../nodes/D3Soar/execute/hints.ts';

/** What an analyst reads: what happened to which item, and what to do. */

const sentAt = new Date('2026-05-15T14:32:00.123Z');
const ABOUT = 'task "Block sender" on 20220125-1';
const NODE = { id: '1', name: 'D3', type: 'x.d3Soar', typeVersion: 1 } as never;
const TOOL = { id: '1', name: 'D3', type: 'x.d3SoarTool', typeVersion: 1 } as never;

const call = {
	command: 'CreateTask',
	url: '/api/Command/CreateTask',
	idempotency: 'notIdempotent',
	subject: ABOUT,
	username: 'jdoe',
	site: 'Security Operations',
	incidentNumbers: ['20220125-1'],
	credential: { authentication: 'apiKey' },
	limits: { timeout: 30, retryFor: 300 },
} as unknown as Call;

const options = { onUnconfirmed: 'fail' } as const;

const command = {
	command: 'CreateTask',
	idempotency: 'notIdempotent',
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: 'Look in D3 > 20220125-1 > Tasks',
	},
} as never;

const context = { item: { index: 3, count: 5 }, command, call, options } as const;

function reportFor(
	cause: Cause,
	rest: Partial<Failure> = {},
	changes: object = {},
): [string, string] {
	const report = reportOf(failed(cause, { message: '', ...rest }), {
		...context,
		...changes,
	} as never);
	return [report.message, report.description];
}

const IN_POLL = { item: undefined };
const NO_DUPLICATE =
	'Not sent again, to avoid a duplicate. Look in D3 > 20220125-1 > Tasks. If it is there, there is nothing to do. If not, run this item again; for Retry, first set If D3 Does Not Confirm to Always Send Again.';

describe('an item that D3 rejected', () => {
	it("a rejected item shows D3's message, or the HTTP status if there is none", () => {
		const advice = `Check this item's values. D3 can also return this error when the user "jdoe" has no access to the incident or to the site "Security Operations".`;
		expect(reportFor('refused', { message: 'no such type' })).toEqual([
			`D3 rejected ${ABOUT}: no such type [item 3]`,
			advice,
		]);
		expect(reportFor('refused', { httpCode: 400 })[0]).toBe(
			`D3 rejected ${ABOUT}: HTTP status 400 [item 3]`,
		);
		expect(reportFor('refused', { message: 'x' }, IN_POLL)).toEqual([
			`D3 rejected ${ABOUT}: x`,
			advice.replace('this item', 'this node'),
		]);
	});

	it('a rejected key is reported with the command, user and site, and where to check the key in D3', () => {
		const [message, description] = reportFor('authentication', { message: 'Invalid key.' });
		expect(message).toBe(`D3 rejected ${ABOUT}: Invalid key [item 3]`);
		expect(description).toBe(
			`CreateTask was called with the credential's API key, as user "jdoe" in site "Security Operations". D3 issues a separate key for each command. Check under Configuration > Utility Commands > CreateTask > Webhook Authentication that this key was generated there, and that the user is allowed to run CreateTask.`,
		);
		expect(reportFor('authentication', { httpCode: 401 })[0]).toContain('HTTP status 401');
	});

	it('a wrong Server URL is reported with the URL to compare it with', () => {
		expect(reportFor('notFound', { httpCode: 404 })).toEqual([
			`D3 command CreateTask was not found at this Server URL (HTTP status 404); ${ABOUT} was rejected [item 3]`,
			"Compare the credential's Server URL with the Request URL that D3 shows for CreateTask. If they match, your D3 version may not include this command.",
		]);
	});

	it('a wrong Server URL at which something else answers is reported with its words', () => {
		const said = { httpCode: 404, isForeign: true, message: 'Not Found.' };
		expect(reportFor('notFound', said)[1]).toBe(
			"Compare the credential's Server URL with the Request URL that D3 shows for CreateTask. If they match, your D3 version may not include this command. The response did not come from D3's command API. It said: Not Found.",
		);
		const own = /may not include this command\.$/;
		expect(reportFor('notFound', { ...said, isForeign: false })[1]).toMatch(own);
		expect(reportFor('notFound', { ...said, message: '' })[1]).toMatch(own);
	});

	it.each([
		['names that user', 'No jdoe2 here'],
		['speaks of a user', 'The Assignee is not valid'],
	])('a rejected item says which name of a user D3 expects if its message %s', (_what, message) => {
		const user = { name: 'jdoe2', takes: 'Assignee takes the full name.' };
		expect(reportFor('refused', { message }, { call: { ...call, user } })[1]).toMatch(
			/^Assignee takes the full name\. Check this item's values\./,
		);
		// Other words are about something else.
		const other = { message: 'The Task Type is not valid' };
		expect(reportFor('refused', other, { call: { ...call, user } })[1]).toMatch(/^Check this item/);
		expect(reportFor('refused', { message })[1]).toMatch(/^Check this item/);
	});

	it('a rejected main key says which command has none of its own, and where to add it', () => {
		const changes = {
			call: { ...call, command: 'GetIncidents', url: '/api/Command/GetIncidents' },
		};
		expect(reportFor('authentication', { message: 'Invalid key.' }, changes)[1]).toMatch(
			/^There is no key for GetIncidents in this credential, so the main key \(API key\) was tried, as user "jdoe" in site "Security Operations"\. Add its key in Commands With Their Own Key\. /,
		);
	});

	it('a redirect names another server, and else has the Server URL compared: the final address may be a login page', () => {
		expect(
			reportFor('redirect', { httpCode: 302, redirectsTo: 'https://sso.example.com' }),
		).toEqual([
			`T${ABOUT.slice(1)} was rejected: the server redirects to https://sso.example.com (HTTP status 302) [item 3]`,
			'Redirects are not followed, so that no key goes to another server. Enter the final address as the Server URL, or let n8n past the sign-on in front of D3.',
		]);
		expect(reportFor('redirect', { httpCode: 302 })).toEqual([
			`T${ABOUT.slice(1)} was rejected: the server redirects (HTTP status 302) [item 3]`,
			"Redirects are not followed. Compare the credential's Server URL with the Request URL that D3 shows for CreateTask. If they match, your D3 version may not include this command.",
		]);
	});

	it('a request that is too large for what stands in front of D3 is reported with what to do', () => {
		const page = { httpCode: 413, isForeign: true, message: 'Request Entity Too Large' };
		expect(reportFor('requestTooLarge', page)).toEqual([
			`T${ABOUT.slice(1)} was rejected: the request is too large (HTTP status 413) [item 3]`,
			"Shorten its texts, or ask who runs D3's web server, or the proxy in front of it, to allow larger requests.",
		]);
	});

	it('a request that a firewall blocked is reported with who can allow it', () => {
		expect(
			reportFor('gatewayPage', { sentAt, httpCode: 403, message: 'Request Rejected' }),
		).toEqual([
			`Check D3 first: Something between n8n and D3 blocked ${ABOUT}: "Request Rejected" (HTTP status 403) [item 3]`,
			`Sent 14:32:00 UTC. ${NO_DUPLICATE} D3 has probably not seen it. Ask whoever runs the network, the firewall or D3's web server to allow the requests from n8n to D3.`,
		]);
		expect(reportFor('gatewayPage', { sentAt, httpCode: 406 })[0]).toBe(
			`Check D3 first: Something between n8n and D3 blocked ${ABOUT}: a web page (HTTP status 406) [item 3]`,
		);
	});

	it("a limit that is not D3's is not told as D3's words", () => {
		const page = { isForeign: true, message: 'Too many requests - Cloudflare', httpCode: 429 };
		expect(reportFor('rateLimit', page)[0]).toBe(
			`Something between n8n and D3 rejected ${ABOUT} because its rate limit was reached: "Too many requests - Cloudflare" (HTTP status 429) [item 3]`,
		);
	});

	it('a rate-limited item says how to send fewer requests, and a poll how to poll less often', () => {
		expect(reportFor('rateLimit', { message: 'Too many', attempts: 3 })).toEqual([
			`D3 rejected ${ABOUT} because its rate limit was reached: Too many [item 3]`,
			'It was sent 3 times, for as long as Retry For in the credential allows. Run this item again later, or lower Requests per Second in the credential. D3 documents a limit of 50 requests per second, which probably applies to all clients together.',
		]);
		expect(reportFor('rateLimit', { message: 'Too many', retryAfter: '3600' })[1]).toMatch(
			/^A pause of 3600 s was asked for\. Run this item again later, /,
		);
		// Retry For may be 0.
		expect(reportFor('rateLimit', { message: 'Too many', attempts: 1 })[1]).toMatch(
			/^Run this item/,
		);
		expect(reportFor('rateLimit', { message: 'Too many' }, IN_POLL)[1]).toBe(
			'Poll less often, or lower Requests per Second in the credential. D3 documents a limit of 50 requests per second, which probably applies to all clients together.',
		);
	});
});

describe('an item that was not sent', () => {
	it.each([
		['ENOTFOUND', "The server's host name could not be resolved."],
		['EAI_AGAIN', "The server's host name could not be resolved."],
		['ECONNREFUSED', 'The server refused the connection.'],
		['ETIMEDOUT', 'The connection failed.'],
		[undefined, 'The connection failed.'],
	])(
		'an unreachable server is reported with the reason, and the item as not sent: %s',
		(code, why) => {
			const rest = `${why} Check the credential's Server URL, the network between n8n and D3, and n8n's proxy if it uses one (HTTP_PROXY, HTTPS_PROXY).`;
			const about = { ...(code !== undefined && { code }) };
			expect(reportFor('unreachable', about)).toEqual([
				`D3 could not be reached, so ${ABOUT} was not sent [item 3]`,
				`${rest} Then run this item again.`,
			]);
			expect(reportFor('unreachable', about, IN_POLL)[1]).toBe(rest);
		},
	);

	it('an invalid parameter or credential is reported with how to fix it', () => {
		expect(reportFor('parameter', { message: 'Task Name is empty', advice: 'Give it.' })).toEqual([
			'Task Name is empty [item 3]',
			'Give it.',
		]);
		expect(reportFor('parameter', { message: 'x' })[1]).toBe('');
		expect(reportFor('credential', { message: 'The Secret Key is empty.' })).toEqual([
			`T${ABOUT.slice(1)} was not sent. The Secret Key is empty [item 3]`,
			'Fix this first, then run this item again.',
		]);
		expect(reportFor('credential', { message: 'x' }, IN_POLL)[1]).toBe('Fix this first.');
	});

	it('an item that had to wait too long says for what', () => {
		expect(reportFor('noTurn')).toEqual([
			`T${ABOUT.slice(1)} was not completed: it waited too long in the queue [item 3]`,
			'Other requests to this D3 were under way, or D3 asked for a pause.',
		]);
	});

	it('an untrusted certificate, the SSRF protection or a proxy login is reported with what to change', () => {
		expect(reportFor('tls', { code: 'CERT_HAS_EXPIRED' })).toEqual([
			`n8n could not establish a trusted TLS connection to D3, so ${ABOUT} was not sent [item 3]`,
			"n8n rejected the server's certificate or TLS settings (CERT_HAS_EXPIRED). If D3 uses a certificate from your own CA, set NODE_EXTRA_CA_CERTS to that CA's certificate. Use https in the Server URL only if D3 serves HTTPS. If you accept the risk, turn on Ignore SSL Issues in the credential.",
		]);
		expect(reportFor('ssrfBlocked')).toEqual([
			`n8n blocked D3's address, so ${ABOUT} was not sent [item 3]`,
			"n8n's SSRF protection does not allow private addresses. Ask your n8n administrator to add D3's host name to N8N_SSRF_ALLOWED_HOSTNAMES or its IP range to N8N_SSRF_ALLOWED_IP_RANGES.",
		]);
		expect(reportFor('proxyAuthentication')).toEqual([
			`The proxy between n8n and D3 requires authentication, so ${ABOUT} was not sent [item 3]`,
			"Ask your n8n administrator to add the credentials to the proxy URL (HTTP_PROXY, HTTPS_PROXY: http://user:password@proxy:port) or to list D3's host in NO_PROXY. Then run this item again.",
		]);
		expect(reportFor('proxyAuthentication', {}, IN_POLL)[1]).toMatch(
			/^Ask your n8n administrator to add the credentials .* in NO_PROXY\.$/,
		);
	});
});

// D3 may or may not have acted: the analyst has to look, and needs to know where.
describe('an unconfirmed item', () => {
	it('an unconfirmed item says when it was sent, what went wrong and where to look before running it again', () => {
		expect(reportFor('noResponse', { sentAt })).toEqual([
			`Check D3 first: D3 did not respond; ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC, no complete response within 30 s. ${NO_DUPLICATE}`,
		]);
		expect(reportFor('noResponse', { sentAt, code: 'ECONNRESET' })[1]).toContain(
			', the connection broke. ',
		);
		expect(reportFor('noResponse', { sentAt, code: 'ERR_CANCELED' })).toEqual([
			`Check D3 first: n8n cancelled the execution before D3 responded; ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC. ${NO_DUPLICATE}`,
		]);
		expect(reportFor('serverFailure', { sentAt, httpCode: 500, message: 'Oops' })).toEqual([
			`Check D3 first: D3 failed: Oops; ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC. The response had HTTP status 500. D3 may also respond like this to a wrong value. ${NO_DUPLICATE}`,
		]);
		expect(reportFor('serverFailure', { sentAt, httpCode: 502 })[0]).toContain(
			'D3 failed: HTTP status 502;',
		);
		expect(reportFor('partial', { sentAt, message: '1: locked' })).toEqual([
			`Check D3 first: D3 did only part of it: 1: locked; ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC. ${NO_DUPLICATE}`,
		]);
	});

	it('a failure of something in front of D3 is not told as one of D3, and names who can mend it', () => {
		const user = { name: 'jdoe', takes: 'Assignee takes the full name.' };
		const changes = { call: { ...call, user } };
		const page = { sentAt, httpCode: 502, message: 'Bad Gateway' };
		expect(reportFor('serverFailure', { ...page, isForeign: true }, changes)).toEqual([
			`Check D3 first: Something in front of D3 responded in its place: "Bad Gateway" (HTTP status 502); ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC. The response had HTTP status 502 and did not come from D3: ask who runs the network or D3's web server. ${NO_DUPLICATE}`,
		]);
		// D3 itself responds like this to a name that it does not know.
		expect(reportFor('serverFailure', page, changes)[1]).toBe(
			`Sent 14:32:00 UTC. The response had HTTP status 502. D3 may also respond like this to a wrong value. Assignee takes the full name. ${NO_DUPLICATE}`,
		);
	});

	it('a response that is too large is reported with what makes it smaller', () => {
		expect(reportFor('tooLarge', { sentAt })).toEqual([
			`Check D3 first: D3's response is larger than 10 MB; ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC. At most 10 MB of a response are read. Lower Page Size or Limit, or ask for fewer fields, where the operation has them. ${NO_DUPLICATE}`,
		]);
	});

	// D3's documented message of a 500 is "Unexpected Error.".
	it.each([
		'serverFailure',
		'partial',
		'invalidResponse',
		'incompleteResponse',
		'missingList',
	] as const)("does not double the full stop of D3's message: %s", (cause) => {
		const text = reportFor(cause, { sentAt, message: 'Unexpected Error.' }).join(' ');
		expect(text).toContain('Unexpected Error');
		expect(text).not.toMatch(/\.[.;:]/);
	});

	it('a listing without its list shows how the response began', () => {
		expect(
			reportFor('missingList', { sentAt, message: '{"rawData":{"Rows":[1]}}' }, IN_POLL),
		).toEqual([
			'The response to CreateTask contains no list where the node expects one',
			'Your D3 version may return its rows in another place. The response began: {"rawData":{"Rows":[1]}}. To get the whole response, use Command > Run with Read-Only turned on.',
		]);
	});

	it('a listing that D3 gave only in part says what is missing, and how to get all of it', () => {
		expect(reportFor('repeatedPage', { sentAt, message: '2' }, IN_POLL)).toEqual([
			'D3 returned the same page of CreateTask twice, so rows are missing',
			'Page 2 has the rows of an earlier page. Run it again. If this keeps happening, your D3 may not support Page Index: narrow the time window or the filter, and raise Page Size (1000 at most), until everything fits on one page. If D3 does not say how many pages there are, only a page of fewer than 10 rows is sure to be complete.',
		]);
		expect(
			reportFor('missingRows', { sentAt, message: '3 pages, and gave 1 row' }, IN_POLL),
		).toEqual([
			'D3 returned fewer rows of CreateTask than it says there are',
			'It says that there are 3 pages, and gave 1 row. Run it again. If this keeps happening, narrow the time window or the filter, and raise Page Size (1000 at most), until everything fits on one page.',
		]);
	});

	it('a response that is not from D3 is quoted, with the advice to compare the URLs', () => {
		const rest = `A login page or a proxy in between responds like that: compare the Server URL with D3's Request URL. ${NO_DUPLICATE}`;
		expect(reportFor('invalidResponse', { sentAt })).toEqual([
			`Check D3 first: The response did not come from D3; ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC. What came back was empty. ${rest}`,
		]);
		expect(reportFor('invalidResponse', { sentAt, message: 'Sign in' })[1]).toBe(
			`Sent 14:32:00 UTC. What came back began with or said: Sign in. ${rest}`,
		);
	});

	it('a response that breaks off is not taken for one of somebody else', () => {
		const message = '{"error":"","returnData":"Successful","rawData":{"Task Na';
		expect(reportFor('incompleteResponse', { sentAt, message })).toEqual([
			`Check D3 first: D3's response broke off; ${ABOUT} may or may not exist [item 3]`,
			`Sent 14:32:00 UTC. What came of the response began: ${message}. If this keeps happening, ask who runs D3 or the network for what ends it early. ${NO_DUPLICATE}`,
		]);
	});

	it('an unconfirmed item says how often it was sent if the user chose to send again', () => {
		const sendAgain = { options: { ...options, onUnconfirmed: 'sendAgain' } };
		expect(reportFor('noResponse', { sentAt, attempts: 7 }, sendAgain)[1]).toBe(
			'Sent 14:32:00 UTC, no complete response within 30 s. It was sent 7 times. Look in D3 > 20220125-1 > Tasks, to see what is there.',
		);
	});

	it.each([
		['readOnly', 'gave nothing', 'It was sent 3 times.'],
		[
			'idempotent',
			'may or may not be done',
			'It was sent 3 times. A second time changes nothing more, unless somebody has changed the same thing since. So run this item again; for Retry, first set If D3 Does Not Confirm to Always Send Again.',
		],
	])(
		'an unconfirmed command that is %s does not warn of a duplicate',
		(idempotency, doubt, check) => {
			const changes = { call: { ...(call as object), idempotency } };
			expect(reportFor('noResponse', { sentAt, attempts: 3 }, changes)).toEqual([
				`Safe to run again: D3 did not respond; ${ABOUT} ${doubt} [item 3]`,
				`Sent 14:32:00 UTC, no complete response within 30 s. ${check}`,
			]);
		},
	);

	// Only a failed execution has n8n's Retry.
	it('an item that went on is not told of Retry, and neither is an AI agent', () => {
		const of = (reader: string, idempotency = 'notIdempotent') =>
			reportFor(
				'noResponse',
				{ sentAt },
				{ call: { ...(call as object), idempotency }, reader },
			)[1];
		expect(of('retry')).toMatch(/ If not, run this item again; for Retry, first set If D3/);
		expect(of('items')).toMatch(/ If not, run this item again\.$/);
		expect(of('items', 'idempotent')).toMatch(/ So run this item again\.$/);
		expect(of('agent')).toMatch(
			/ Do not call this tool again for it, .* Tell the user to look in /,
		);
		expect(of('agent', 'idempotent')).toMatch(
			/ So tell the user to run it again, and do not call this tool again for it\.$/,
		);
		expect(of('agent', 'readOnly')).not.toMatch(/tell the user/i);
	});

	// It would call again at once, and the call would not be sent.
	it('an agent is not told that it is safe to run a write again', () => {
		const of = (idempotency: string) =>
			reportFor(
				'noResponse',
				{ sentAt },
				{ call: { ...(call as object), idempotency }, reader: 'agent' },
			)[0];
		expect(of('idempotent')).toMatch(/^D3 did not respond; /);
		const doubtful = { call: { ...(call as object), idempotency: 'idempotent' }, reader: 'agent' };
		expect(reportFor('doubtful', { message: 'x' }, doubtful)).toEqual([
			`T${ABOUT.slice(1)} is not confirmed: x [item 3]`,
			'',
		]);
		expect(of('notIdempotent')).toMatch(/^Check D3 first: D3 did not respond; /);
		expect(of('readOnly')).toMatch(/^Safe to run again: D3 did not respond; /);
	});

	it('a read that was sent twice does not leave a gap in its advice', () => {
		const readOnly = { call: { ...(call as object), idempotency: 'readOnly' } };
		const page = { message: 'Blocked', httpCode: 403, attempts: 2, sentAt };
		expect(reportFor('gatewayPage', page, readOnly)[1]).toMatch(
			/^Sent 14:32:00 UTC\. It was sent 2 times\. D3 has probably not seen it\./,
		);
		expect(reportFor('gatewayPage', { ...page, attempts: 1 }, readOnly)[1]).toMatch(
			/^Sent 14:32:00 UTC\. D3 has probably not seen it\./,
		);
	});

	it('an option that is set already is not asked for', () => {
		const changes = {
			call: { ...(call as object), idempotency: 'idempotent' },
			options: { ...options, onUnconfirmed: 'sendAgain' },
		};
		expect(reportFor('noResponse', { sentAt }, changes)[1]).toMatch(
			/ since\. So run this item again\.$/,
		);
	});

	// D3 did a part of it: only somebody who knows which part can decide whether to send it again.
	it('an item that was sent once is not reported as sent again', () => {
		const readOnly = { call: { ...(call as object), idempotency: 'readOnly' } };
		expect(reportFor('partial', { sentAt, message: 'x' }, readOnly)[1]).toBe('Sent 14:32:00 UTC.');
		const sendAgain = { options: { ...options, onUnconfirmed: 'sendAgain' } };
		expect(reportFor('partial', { sentAt, message: 'x', attempts: 1 }, sendAgain)[1]).toBe(
			'Sent 14:32:00 UTC. Look in D3 > 20220125-1 > Tasks, to see what is there.',
		);
	});

	it('an unconfirmed command without advice of its own gets general advice', () => {
		const plain = {
			command: { command: 'SendEmail', idempotency: 'notIdempotent' },
			call: { ...call, command: 'SendEmail', subject: 'SendEmail' },
		};
		expect(reportFor('noResponse', { sentAt }, plain)).toEqual([
			'Check D3 first: D3 did not respond; SendEmail may or may not be done [item 3]',
			'Sent 14:32:00 UTC, no complete response within 30 s. Not sent again, to avoid a duplicate. Look for it in D3. If it is there, there is nothing to do. If not, run this item again; for Retry, first set If D3 Does Not Confirm to Always Send Again.',
		]);
	});
});

describe('what somebody on call reads first', () => {
	it('the message ends with the item only where there are several, as n8n would write it', () => {
		const about = (item?: object) => reportFor('refused', { message: 'No.' }, { item })[0];
		expect(about({ index: 3, count: 5 })).toBe(`D3 rejected ${ABOUT}: No [item 3]`);
		expect(about({ index: 0, count: 1 })).toBe(`D3 rejected ${ABOUT}: No.`);
		expect(about()).toBe(`D3 rejected ${ABOUT}: No.`);
	});

	it.each([
		['notIdempotent', /^Check D3 first: D3 did not respond/, false],
		['idempotent', /^Safe to run again: D3 did not respond/, true],
		['readOnly', /^Safe to run again: D3 did not respond/, true],
	] as const)(
		'an unconfirmed item of a command that is %s says what to do',
		(idempotency, begins, safe) => {
			const { message, details } = reportOf(failed('noResponse', { message: '', sentAt }), {
				...context,
				call: { ...call, idempotency },
			});
			expect(message).toMatch(begins);
			expect(details.safeToRetry).toBe(safe);
		},
	);

	it.each([
		'refused',
		'authentication',
		'notFound',
		'rateLimit',
		'unreachable',
		'parameter',
	] as const)(
		'an item that D3 cannot have done is safe to retry and says nothing about it: %s',
		(cause) => {
			const { message, details } = reportOf(failed(cause, { message: 'x' }), context);
			expect(message).not.toMatch(/^(Check|Safe)/);
			expect(details.safeToRetry).toBe(true);
		},
	);

	it('an item whose response a gateway may have blocked is not safe to retry: D3 may have done it', () => {
		const blocked = failed('gatewayPage', { message: 'x', httpCode: 403 });
		expect(reportOf(blocked, context).details).toMatchObject({
			outcome: 'unconfirmed',
			safeToRetry: false,
		});
		const reads = { ...context, call: { ...call, idempotency: 'readOnly' as const } };
		expect(reportOf(blocked, reads).details.safeToRetry).toBe(true);
	});

	it('a poll has no item, and n8n repeats it by itself', () => {
		expect(reportFor('noResponse', { sentAt }, IN_POLL)[0]).toMatch(/^D3 did not respond/);
	});
});

describe('details for a Switch node', () => {
	it('details hold what is known about a failure, and no empty fields', () => {
		const { details } = reportOf(
			failed('noResponse', { message: '', sentAt, code: 'ECONNRESET', httpCode: 500 }),
			context,
		);
		expect(details).toEqual({
			outcome: 'unconfirmed',
			safeToRetry: false,
			command: 'CreateTask',
			site: 'Security Operations',
			incidentNumber: '20220125-1',
			httpCode: 500,
			code: 'ECONNRESET',
			sentAt: '2026-05-15T14:32:00.123Z',
		});
		const bare = reportOf(failed('parameter', { message: 'x' }), {
			...context,
			call: undefined,
		} as never);
		expect(bare.details).toEqual({
			outcome: 'notSent',
			safeToRetry: true,
			command: 'CreateTask',
		});
	});

	it('details name an incident only if there is exactly one', () => {
		for (const incidents of [['1', '2'], []]) {
			const changed = {
				...context,
				call: { ...(call as object), incidentNumbers: incidents },
			} as never;
			expect(reportOf(failed('ssrfBlocked', { message: '' }), changed).details).not.toHaveProperty(
				'incidentNumber',
			);
		}
	});
});

it("neutralizes HTML tags in an error, since n8n's editor renders them", () => {
	expect(reportFor('refused', { message: '<b>x</b>', advice: '<i>y' })).toEqual([
		`D3 rejected ${ABOUT}: ‹b>x‹/b> [item 3]`,
		'‹i>y',
	]);
});

const report = {
	message: 'ECONNRESET [item 3]',
	description: 'Do this.',
	details: { outcome: 'x' },
};

describe('an item that n8n takes for a failed one', () => {
	const item = (onError?: string) =>
		errorItem(report, 3, { ...(NODE as object), onError } as never);

	it.each([[undefined], ['continueRegularOutput'], ['continueErrorOutput']])(
		'has the report in its json, with onError %s',
		(onError) => {
			const { json, pairedItem } = item(onError);
			expect(json).toEqual({
				error: 'ECONNRESET [item 3]',
				details: { outcome: 'x', description: 'Do this.' },
			});
			expect(pairedItem).toEqual({ item: 3 });
		},
	);

	// n8n before 2.36 finds the error output by it, and n8n 1 then clears it.
	it('has an error that n8n can clear, and stores nowhere, for the error output', () => {
		const failed = item('continueErrorOutput');
		expect(failed.error?.message).toBe('ECONNRESET [item 3]');
		expect(Object.keys(failed)).toEqual(['json', 'pairedItem']);
		failed.error = undefined as never;
		expect(failed.error).toBeUndefined();
	});

	// n8n would make it the whole json.
	it.each([[undefined], ['continueRegularOutput']])('has none with onError %s', (onError) => {
		expect('error' in item(onError)).toBe(false);
	});
});

describe('an error that stops the node', () => {
	it('an error keeps its message even if n8n would replace it, as with ECONNRESET', () => {
		const error = errorOf(report, NODE, 3);
		expect(error.message).toBe('ECONNRESET [item 3]');
		expect(error.description).toBe('Do this.');
		expect(error.context).toMatchObject({ itemIndex: 3, details: { outcome: 'x' } });
		expect(errorOf(report, NODE).context.itemIndex).toBeUndefined();
	});

	// Agents get only the message.
	it('an error of an AI tool says what to do in its message', () => {
		expect(errorOf(report, TOOL).message).toBe('ECONNRESET [item 3]. Do this.');
		expect(errorOf({ ...report, description: '' }, TOOL).message).toBe('ECONNRESET [item 3].');
		expect(errorOf({ ...report, message: 'v1.2 is old [item 3]' }, TOOL).message).toBe(
			'v1.2 is old [item 3]. Do this.',
		);
	});

	it('an error says how many of several items D3 had accepted when the node stopped', () => {
		const count = {
			accepted: 2,
			total: 5,
			othersUnconfirmed: [],
			isRemembered: true,
			isCancelled: false,
		};
		const progress = 'Do this. D3 had accepted 2 of 5 items when the node stopped.';
		const retryNote =
			' They will not be sent again by Retry On Fail, or when you retry this execution.';
		expect(withProgress(report, count).description).toBe(progress + retryNote);
		// A retry reads everything again.
		expect(withProgress(report, { ...count, isRemembered: false }).description).toBe(progress);
		// n8n offers no Retry of a cancelled execution.
		expect(withProgress(report, { ...count, isCancelled: true }).description).toBe(
			`${progress} A new execution sends them again.`,
		);
		expect(
			withProgress({ ...report, description: '' }, { ...count, accepted: 0 }).description,
		).toBe('D3 had accepted 0 of 5 items when the node stopped.');
		expect(withProgress(report, { ...count, total: 1 })).toBe(report);
	});

	// Whoever has to look in D3 sees only the error of the first.
	it('an error names all other items that are unconfirmed, after what is said of the accepted ones', () => {
		const of = (othersUnconfirmed: number[], rest = {}) =>
			withProgress(report, {
				accepted: 2,
				total: 99,
				othersUnconfirmed,
				isRemembered: true,
				isCancelled: false,
				...rest,
			}).description;
		// Whoever sets it for the first item must know that it sends the others too.
		const allAgain = 'Always Send Again sends them again too.';
		expect(of([])).not.toMatch(/unconfirmed|Always Send Again/);
		expect(of([1])).toMatch(
			new RegExp(` retry this execution\\. Other items are unconfirmed: 1\\. ${allAgain}$`),
		);
		expect(of([1, 3, 5])).toContain(` Other items are unconfirmed: 1, 3, 5. ${allAgain}`);
		expect(of([1], { isCancelled: true })).toMatch(/ Other items are unconfirmed: 1\.$/);
		expect(of([1], { isRemembered: false })).toMatch(/ Other items are unconfirmed: 1\.$/);
		const many = Array.from({ length: 60 }, (_, item) => item);
		expect(of(many)).toContain(' 48, 49 and 10 more. ');
	});

	it('a cancelled execution says how many items D3 had accepted', () => {
		expect(cancellation({ accepted: 2, total: 5 }, NODE).message).toBe(
			'Execution cancelled after D3 had accepted 2 of 5 items',
		);
	});
});

describe('hints above the output', () => {
	const none = { wasRateLimited: false, unconfirmed: 0, dateMismatches: [], pastDeadlines: [] };
	const date: ItemDateMismatch = {
		item: 1,
		parameter: 'Due Date',
		sent: '2026-05-15 14:32:00',
		zone: 'UTC',
		confirmed: '2026-05-15 14:32:00 China Standard Time',
		d3Zone: 'Asia/Shanghai',
		minutes: -480,
	};
	const zoneHint = (dates: ItemDateMismatch[]) => hintsFor({ ...none, dateMismatches: dates })[0];

	it('shows no hint if there is nothing to report', () => expect(hintsFor(none)).toEqual([]));

	it('hints say that D3 limited the rate, and how many items ended unconfirmed', () => {
		expect(hintsFor({ ...none, wasRateLimited: true, unconfirmed: 1 })).toEqual([
			"D3's rate limit was reached, so the node slowed down and retried. If this happens often, lower Requests per Second in the credential.",
			'1 item ended unconfirmed: D3 gave no usable response, so it may or may not have acted. In the output, details.outcome is "unconfirmed" there.',
		]);
		expect(hintsFor({ ...none, unconfirmed: 2 })[0]).toMatch(/^2 items ended unconfirmed/);
	});

	it('a hint says how D3 misread a due date, and which Time Zone to set', () => {
		expect(zoneHint([date])).toBe(
			"Item 1: Due Date was sent as 2026-05-15 14:32:00 in UTC, but D3 read it as 2026-05-15 14:32:00 China Standard Time (Asia/Shanghai), 8 hours earlier than intended. Set Time Zone to Asia/Shanghai in the credential, or in this node's Options if only some items are affected.",
		);
	});

	it('a due date in the past is named once, with the number of items that have one', () => {
		const past = { item: 4, parameter: 'Due Date', sent: '2026-05-15 14:32:00', zone: 'UTC' };
		expect(hintsFor({ ...none, pastDeadlines: [past] })).toEqual([
			'Item 4: Due Date 2026-05-15 14:32:00 in UTC is in the past. It was sent all the same.',
		]);
		expect(hintsFor({ ...none, pastDeadlines: [past, past, { ...past, item: 2 }] })).toEqual([
			'Item 2: Due Date 2026-05-15 14:32:00 in UTC is in the past. It was sent all the same. This affects 2 items.',
		]);
	});

	it.each([
		[60, '1 hour later'],
		[330, '5 hours and 30 minutes later'],
		[-1, '1 minute earlier'],
		[61, '1 hour and 1 minute later'],
	])('a hint writes a difference of %i minutes as %p', (minutes, message) => {
		expect(zoneHint([{ ...date, minutes }])).toContain(`, ${message} than intended.`);
	});

	it('shows one hint per pair of zones, for its first item', () => {
		const dateMismatches = [
			{ ...date, item: 7 },
			{ ...date, item: 2 },
			{ ...date, item: 2, parameter: 'Start' },
			{ ...date, item: 4, zone: 'Europe/Berlin' },
		];
		const hints = hintsFor({ ...none, dateMismatches });
		expect(hints).toHaveLength(2);
		expect(hints[0]).toMatch(/^Item 2: Due Date .* This affects 2 items\. Set Time Zone/);
		expect(hints[1]).toMatch(/^Item 4: Due Date .* in Europe\/Berlin, /);
		expect(hints[1]).not.toContain('This affects');
	});

	it('a hint about a time zone counts every item that it concerns', () => {
		const hint = zoneHint([date, { ...date, item: 7 }]);
		expect(hint).toMatch(/^Item 1: .* This affects 2 items\./);
	});

	it("a hint neutralizes HTML tags from D3, since n8n's editor renders them", () => {
		expect(zoneHint([{ ...date, confirmed: '<img src=x>' }])).toContain('‹img src=x>');
	});
});
