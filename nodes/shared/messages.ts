import type { CommandKey } from '../../credentials/keys';
import type { Call, Command } from './command';
import { upperFirst, withoutFinalPeriod } from './text';
import type { Cause, Failure } from './transport/outcome';
import { parseRetryAfter } from './transport/retryPolicy';

/** What the message about an item or a poll depends on. */
export interface MessageContext {
	readonly failure: Failure;
	/** D3's name of the command. */
	readonly command: string;
	/** The call as a noun: `task "Block sender" on 20220125-1`. */
	readonly subject: string;
	readonly troubleshooting: NonNullable<Command['troubleshooting']>;
	/** What may have happened: `may or may not exist`. */
	readonly status: string;
	readonly nextStep: string;
	/** When it was sent: `14:32:00 UTC`. */
	readonly sent: string;
	/** The key that was sent. */
	readonly usedKey: () => CommandKey;
	readonly username: string;
	readonly site: string;
	/** The user that the call is about. */
	readonly user?: Call['user'];
	/** Seconds. */
	readonly timeout: number;
	/** Whether it is a poll, which n8n repeats by itself. */
	readonly isPoll: boolean;
}

/** What the message in a list of the editor depends on: it also says what to do instead of choosing. */
export interface ListContext {
	readonly command: string;
	/** What the credential authenticates with: `API key`. */
	readonly secret: string;
	/** The key that was sent. */
	readonly usedKey: () => CommandKey;
	/** `type the number` */
	readonly alternative: string;
}

interface Message {
	/** For an item, or for a poll: what happened, and what to do. */
	readonly forItem: (context: MessageContext) => [message: string, description: string];
	/** For a list in the editor. */
	readonly forList: (failure: Failure, context: ListContext) => string;
}

/** The messages for users, by cause: for an item or a poll, and for a list in the editor. */
export const MESSAGES: Record<Cause, Message> = {
	parameter: {
		forItem: ({ failure }) => [failure.message, ''],
		forList: otherwise,
	},
	credential: {
		forItem: ({ failure, subject, isPoll }) => [
			`${upperFirst(subject)} was not sent. ${failure.message}`,
			`Fix this first${isPoll ? '' : ', then run this item again'}.`,
		],
		forList: ({ message }) => message,
	},
	refused: {
		forItem: ({ failure, subject, user, username, site, isPoll }) => [
			`D3 rejected ${subject}: ${reasonFor(failure)}`,
			`${isAbout(user, failure) ? `${user.takes} ` : ''}Check this ${isPoll ? 'node' : 'item'}'s values. D3 can also return this error when the user "${username}" has no access to the incident or to the site "${site}".`,
		],
		forList: otherwise,
	},
	requestTooLarge: {
		forItem: ({ failure, subject }) => [
			`${upperFirst(subject)} was rejected: the request is too large (HTTP status ${failure.httpCode})`,
			"Shorten its texts, or ask who runs D3's web server, or the proxy in front of it, to allow larger requests.",
		],
		forList: otherwise,
	},
	authentication: {
		forItem: ({ failure, subject, troubleshooting, usedKey, username, site }) => [
			`D3 rejected ${subject}: ${reasonFor(failure)}`,
			`${describeUse(usedKey(), `as user "${username}" in site "${site}"`)} ${troubleshooting.key}`,
		],
		forList: (failure, { command, secret, usedKey, alternative }) =>
			usedKey().isOwn
				? `D3 rejected the ${usedKey().name} of this credential (${withoutFinalPeriod(reasonFor(failure))}). Enter the ${secret} for ${command}, or ${alternative} instead.`
				: `This credential has no key for ${command}, and D3 rejected its main key (${withoutFinalPeriod(reasonFor(failure))}). Add the ${secret} for ${command} in ${usedKey().ownField}, or ${alternative} instead.`,
	},
	notFound: {
		forItem: ({ failure, subject, command, troubleshooting }) => [
			`D3 command ${command} was not found at this Server URL (HTTP status ${failure.httpCode}); ${subject} was rejected`,
			failure.isForeign === true && failure.message !== ''
				? `${troubleshooting.url} The response did not come from D3's command API. It said: ${withoutFinalPeriod(failure.message)}.`
				: troubleshooting.url,
		],
		forList: ({ httpCode }, { command, alternative }) =>
			`D3 command ${command} was not found at this credential's Server URL (HTTP status ${httpCode}). Compare it with the Request URL in D3, or ${alternative} instead.`,
	},
	redirect: {
		forItem: ({ failure, subject, troubleshooting }) => [
			`${upperFirst(subject)} was rejected: the server redirects${targetOf(failure)} (HTTP status ${failure.httpCode})`,
			failure.redirectsTo === undefined
				? `Redirects are not followed. ${troubleshooting.url}`
				: 'Redirects are not followed, so that no key goes to another server. Enter the final address as the Server URL, or let n8n past the sign-on in front of D3.',
		],
		forList: (failure, { alternative }) =>
			failure.redirectsTo === undefined
				? `The server redirects (HTTP status ${failure.httpCode}). Compare this credential's Server URL with the Request URL in D3, or ${alternative} instead.`
				: `The server redirects${targetOf(failure)} (HTTP status ${failure.httpCode}). Enter the final address as this credential's Server URL, or ${alternative} instead.`,
	},
	noTurn: {
		forItem: ({ subject }) => [
			`${upperFirst(subject)} was not completed: it waited too long in the queue`,
			'Other requests to this D3 were under way, or D3 asked for a pause.',
		],
		forList: (_failure, { alternative }) =>
			`This list waited too long in the queue: other requests to this D3 are under way, or D3 asked for a pause. Try again, or ${alternative} instead.`,
	},
	rateLimit: {
		forItem: ({ failure, subject, isPoll }) => [
			failure.isForeign === true
				? `Something between n8n and D3 rejected ${subject} because its rate limit was reached: ${pageOf(failure)}`
				: `D3 rejected ${subject} because its rate limit was reached: ${reasonFor(failure)}`,
			`${retried(failure)}${pauseOf(failure)}${isPoll ? 'Poll less often' : 'Run this item again later'}, or lower Requests per Second in the credential. D3 documents a limit of 50 requests per second, which probably applies to all clients together.`,
		],
		forList: (failure, context) =>
			failure.isForeign === true
				? otherwise(failure, context)
				: `D3's rate limit was reached. Try again in a minute, or ${context.alternative} instead.`,
	},
	unreachable: {
		forItem: ({ failure, subject, isPoll }) => [
			`D3 could not be reached, so ${subject} was not sent`,
			`${connectionProblem(failure.code)} Check the credential's Server URL, the network between n8n and D3, and n8n's proxy if it uses one (HTTP_PROXY, HTTPS_PROXY).${isPoll ? '' : ' Then run this item again.'}`,
		],
		forList: (_failure, { alternative }) =>
			`D3 could not be reached. Check this credential's Server URL, or ${alternative} instead.`,
	},
	tls: {
		forItem: ({ subject, failure }) => [
			`n8n could not establish a trusted TLS connection to D3, so ${subject} was not sent`,
			`n8n rejected the server's certificate or TLS settings (${failure.code}). If D3 uses a certificate from your own CA, set NODE_EXTRA_CA_CERTS to that CA's certificate. Use https in the Server URL only if D3 serves HTTPS. If you accept the risk, turn on Ignore SSL Issues in the credential.`,
		],
		forList: (_failure, { alternative }) =>
			`The D3 server's certificate is not trusted. Set NODE_EXTRA_CA_CERTS to your CA's certificate, turn on Ignore SSL Issues in this credential, or ${alternative} instead.`,
	},
	ssrfBlocked: {
		forItem: ({ subject }) => [
			`n8n blocked D3's address, so ${subject} was not sent`,
			"n8n's SSRF protection does not allow private addresses. Ask your n8n administrator to add D3's host name to N8N_SSRF_ALLOWED_HOSTNAMES or its IP range to N8N_SSRF_ALLOWED_IP_RANGES.",
		],
		forList: (_failure, { alternative }) =>
			`n8n's SSRF protection blocks D3's address. Ask your n8n administrator to allow it, or ${alternative} instead.`,
	},
	proxyAuthentication: {
		forItem: ({ subject, isPoll }) => [
			`The proxy between n8n and D3 requires authentication, so ${subject} was not sent`,
			`Ask your n8n administrator to add the credentials to the proxy URL (HTTP_PROXY, HTTPS_PROXY: http://user:password@proxy:port) or to list D3's host in NO_PROXY.${isPoll ? '' : ' Then run this item again.'}`,
		],
		forList: (_failure, { alternative }) =>
			`The proxy between n8n and D3 requires authentication. Ask your n8n administrator to add the credentials to the proxy URL, or ${alternative} instead.`,
	},
	serverFailure: {
		forItem: ({ failure, subject, user, status, nextStep, sent }) => [
			failure.isForeign === true
				? `Something in front of D3 responded in its place: ${pageOf(failure)}; ${subject} ${status}`
				: `D3 failed: ${withoutFinalPeriod(reasonFor(failure))}; ${subject} ${status}`,
			`Sent ${sent}. The response had HTTP status ${failure.httpCode}${failure.isForeign === true ? " and did not come from D3: ask who runs the network or D3's web server" : '. D3 may also respond like this to a wrong value'}. ${failure.isForeign === true || user === undefined ? '' : `${user.takes} `}${nextStep}`,
		],
		forList: otherwise,
	},
	noResponse: {
		forItem: ({ failure: { code }, subject, status, nextStep, sent, timeout }) =>
			code === 'ERR_CANCELED'
				? [
						`n8n cancelled the execution before D3 responded; ${subject} ${status}`,
						`Sent ${sent}. ${nextStep}`,
					]
				: [
						`D3 did not respond; ${subject} ${status}`,
						`Sent ${sent}, ${code === undefined ? `no complete response within ${timeout} s` : 'the connection broke'}. ${nextStep}`,
					],
		forList: (_failure, { command, alternative }) =>
			`D3 did not respond to ${command}. Try again, or ${alternative} instead.`,
	},
	invalidResponse: {
		forItem: ({ failure, subject, status, nextStep, sent }) => [
			`The response did not come from D3; ${subject} ${status}`,
			`Sent ${sent}. What came back${failure.message === '' ? ' was empty' : ` began with or said: ${withoutFinalPeriod(failure.message)}`}. A login page or a proxy in between responds like that: compare the Server URL with D3's Request URL. ${nextStep}`,
		],
		forList: (_failure, { command, alternative }) =>
			`The response to ${command} did not come from D3's API. Compare this credential's Server URL with the Request URL in D3, or ${alternative} instead.`,
	},
	incompleteResponse: {
		forItem: ({ failure, subject, status, nextStep, sent }) => [
			`D3's response broke off; ${subject} ${status}`,
			`Sent ${sent}. What came of the response began: ${withoutFinalPeriod(failure.message)}. If this keeps happening, ask who runs D3 or the network for what ends it early. ${nextStep}`,
		],
		forList: (_failure, { command, alternative }) =>
			`D3's response to ${command} broke off. Try again, or ${alternative} instead.`,
	},
	tooLarge: {
		forItem: ({ subject, status, nextStep, sent }) => [
			`D3's response is larger than 10 MB; ${subject} ${status}`,
			`Sent ${sent}. At most 10 MB of a response are read. Lower Page Size or Limit, or ask for fewer fields, where the operation has them. ${nextStep}`,
		],
		forList: (_failure, { command, alternative }) =>
			`D3's response to ${command} is larger than the maximum of 10 MB. ${upperFirst(alternative)} instead.`,
	},
	gatewayPage: {
		forItem: ({ failure, subject, nextStep, sent }) => [
			`Something between n8n and D3 blocked ${subject}: ${pageOf(failure)}`,
			`Sent ${sent}. ${nextStep === '' ? '' : `${nextStep} `}D3 has probably not seen it. Ask whoever runs the network, the firewall or D3's web server to allow the requests from n8n to D3.`,
		],
		forList: (failure, { alternative }) =>
			`Something between n8n and D3 blocked the request: ${pageOf(failure)}. Ask your network or firewall administrator to allow requests from n8n to D3, or ${alternative} instead.`,
	},
	missingList: {
		forItem: ({ failure, command }) => [
			`The response to ${command} contains no list where the node expects one`,
			`Your D3 version may return its rows in another place. The response began: ${withoutFinalPeriod(failure.message)}. To get the whole response, use Command > Run with Read-Only turned on.`,
		],
		forList: (_failure, { command, alternative }) => missingList(command, alternative),
	},
	repeatedPage: {
		forItem: ({ failure, command }) => [
			`D3 returned the same page of ${command} twice, so rows are missing`,
			`Page ${failure.message} has the rows of an earlier page. Run it again. If this keeps happening, your D3 may not support Page Index: narrow the time window or the filter, and raise Page Size (1000 at most), until everything fits on one page. If D3 does not say how many pages there are, only a page of fewer than 10 rows is sure to be complete.`,
		],
		forList: (_failure, { command, alternative }) => repeatedPage(command, alternative),
	},
	missingRows: {
		forItem: ({ failure, command }) => [
			`D3 returned fewer rows of ${command} than it says there are`,
			`It says that there are ${failure.message}. Run it again. If this keeps happening, narrow the time window or the filter, and raise Page Size (1000 at most), until everything fits on one page.`,
		],
		forList: (_failure, { command, alternative }) => missingRows(command, alternative),
	},
	partial: {
		forItem: ({ failure, subject, status, nextStep, sent }) => [
			`D3 did only part of it: ${withoutFinalPeriod(failure.message)}; ${subject} ${status}`,
			`Sent ${sent}. ${nextStep}`,
		],
		forList: otherwise,
	},
	doubtful: {
		forItem: ({ failure, subject }) => [`${subject} is not confirmed: ${failure.message}`, ''],
		forList: otherwise,
	},
};

/** For a list in the editor whose pages cannot be read. */
export function noList(
	cause: Cause,
	{ command, alternative }: Pick<ListContext, 'command' | 'alternative'>,
): string {
	if (cause === 'repeatedPage') return repeatedPage(command, alternative);
	if (cause === 'missingRows') return missingRows(command, alternative);
	return missingList(command, alternative);
}

function missingList(command: string, alternative: string): string {
	return `The response to ${command} contains no list. ${upperFirst(alternative)} instead.`;
}

function repeatedPage(command: string, alternative: string): string {
	return `D3 returned the same page of ${command} twice, so this list is incomplete. ${upperFirst(alternative)} instead.`;
}

function missingRows(command: string, alternative: string): string {
	return `D3 returned fewer rows of ${command} than it says there are, so this list is incomplete. ${upperFirst(alternative)} instead.`;
}

/** Messages of the credential test. n8n takes fixed texts only, one for each status. */
export const CREDENTIAL_TEST_MESSAGES = {
	authentication:
		'D3 rejected the key, secret or token for the command in Test Command. Check that it was generated for this command and, with JWT, that the Username was granted it. A firewall or web server in front of D3 can respond like this too.',
	rateLimit: "D3's rate limit was reached. Wait a minute and test again.",
	serverFailure: (status: number) =>
		`D3 returned HTTP ${status}, so the key could not be checked. Try again later; if it keeps happening, contact your D3 administrator.`,
	invalidResponse:
		'The server did not respond like the D3 API. Check the Server URL: it must end with the site path, e.g. https://soar.example.com/MainApp/VSOC, and match the Request URL shown in D3, not a login page or proxy.',
};

/** Which key was sent, in whose name. */
function describeUse({ name, command, isOwn, ownField }: CommandKey, caller: string): string {
	return isOwn
		? `${command} was called with the credential's ${name}, ${caller}.`
		: `There is no key for ${command} in this credential, so the main key (${name}) was tried, ${caller}. Add its key in ${ownField}.`;
}

/** Whether D3's words are about the user in the call's values. Which words it has for one it does not find is not known. */
function isAbout(
	user: MessageContext['user'],
	{ message }: Failure,
): user is NonNullable<typeof user> {
	return (
		user !== undefined &&
		(message.includes(user.name) || /\b(user|assignee|owner)\b/i.test(message))
	);
}

function reasonFor({ message, httpCode }: Failure): string {
	return message || `HTTP status ${httpCode}`;
}

/** ` to https://login.example.com` */
function targetOf({ redirectsTo }: Failure): string {
	return redirectsTo === undefined ? '' : ` to ${redirectsTo}`;
}

/** `"Request Rejected" (HTTP status 403)` */
function pageOf({ message, httpCode }: Failure): string {
	return `${message === '' ? 'a web page' : `"${message}"`} (HTTP status ${httpCode})`;
}

/** That it was not given up at once, unless Retry For allowed one attempt only, or a poll makes no others. */
function retried({ attempts = 1 }: Failure): string {
	return attempts > 1
		? `It was sent ${attempts} times, for as long as Retry For in the credential allows. `
		: '';
}

/** `A pause of 3600 s was asked for. `: by D3, or by something in front of it. */
function pauseOf({ retryAfter }: Failure): string {
	const delay = parseRetryAfter(retryAfter);
	return delay === undefined ? '' : `A pause of ${Math.ceil(delay / 1000)} s was asked for. `;
}

/** For causes that hardly occur in a list. */
function otherwise(failure: Failure, { alternative }: ListContext): string {
	if (failure.isForeign === true) {
		return `Something between n8n and D3 responded instead of D3: ${pageOf(failure)}. Try again, or ${alternative} instead.`;
	}
	return `D3 returned no list: ${withoutFinalPeriod(reasonFor(failure))}. Try again, or ${alternative} instead.`;
}

function connectionProblem(code: string | undefined): string {
	switch (code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return "The server's host name could not be resolved.";
		case 'ECONNREFUSED':
			return 'The server refused the connection.';
		default:
			return 'The connection failed.';
	}
}
