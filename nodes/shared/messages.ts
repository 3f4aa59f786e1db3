import type { CommandKey } from '../../credentials/keys';
import type { Command } from './command';
import { withoutFinalPeriod } from './text';
import type { Cause, Failure } from './transport/outcome';

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
	/** Seconds. */
	readonly timeout: number;
	/** Whether it is a poll, which n8n repeats by itself. */
	readonly isPoll: boolean;
}

/** What the message in a list of the editor depends on: one sentence, which says what to do instead of choosing. */
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
			`${subject} was not sent. ${failure.message}`,
			`Fix this first${isPoll ? '' : ', then run this item again'}.`,
		],
		forList: ({ message }) => message,
	},
	refused: {
		forItem: ({ failure, subject, username, site, isPoll }) => [
			`D3 rejected ${subject}: ${reasonFor(failure)}`,
			`Check the values of this ${isPoll ? 'node' : 'item'}. D3 may also answer so when the user "${username}" is not allowed to see the incident or the site "${site}".`,
		],
		forList: otherwise,
	},
	authentication: {
		forItem: ({ failure, subject, troubleshooting, usedKey, username, site }) => [
			`D3 rejected ${subject}: ${reasonFor(failure)}`,
			`${describeUse(usedKey(), `as user "${username}" in site "${site}"`)} ${troubleshooting.key}`,
		],
		forList: ({ message }, { command, secret, usedKey, alternative }) =>
			usedKey().isOwn
				? `D3 rejected the ${usedKey().name} of this credential (${withoutFinalPeriod(message)}). Enter the ${secret} that D3 generated for ${command}, or ${alternative} instead.`
				: `This credential has no key for ${command}, and D3 rejected its main key (${withoutFinalPeriod(message)}). Add the ${secret} for ${command} in ${usedKey().ownField}, or ${alternative} instead.`,
	},
	notFound: {
		forItem: ({ failure, subject, command, troubleshooting }) => [
			`${subject} was not taken: the Server URL does not lead to the D3 command ${command} (HTTP status ${failure.httpCode})`,
			troubleshooting.url,
		],
		forList: ({ httpCode }, { command, alternative }) =>
			`The Server URL of this credential does not lead to the D3 command ${command} (HTTP status ${httpCode}): compare it with D3's Request URL, or ${alternative}.`,
	},
	rateLimit: {
		forItem: ({ failure, subject, isPoll }) => [
			`D3 did not take ${subject}, because it limits the rate of requests: ${failure.message}`,
			`${isPoll ? 'Poll less often, or lower Requests per Second in the credential' : 'The node retried for as long as Retry For in the credential allows. Run this item again later, or lower Requests per Second there'}. D3 documents a limit of 50 requests per second, which probably applies to all clients together.`,
		],
		forList: otherwise,
	},
	unreachable: {
		forItem: ({ failure, subject, isPoll }) => [
			`D3 could not be reached; ${subject} was not sent`,
			`${connectionProblem(failure.code)} Check the Server URL of the credential and the network between n8n and D3, also the proxy if n8n's environment names one (HTTP_PROXY, HTTPS_PROXY)${isPoll ? '' : ', then run this item again'}.`,
		],
		forList: (_failure, { alternative }) =>
			`D3 could not be reached: check the Server URL of this credential, or ${alternative}.`,
	},
	tls: {
		forItem: ({ subject, failure }) => [
			`No trusted connection to D3; ${subject} was not sent`,
			`The certificate or the encryption of the server was refused (${failure.code}). Give n8n the certificate of your own authority with NODE_EXTRA_CA_CERTS, check that the Server URL says https only where the server does, or, if you accept the risk, switch on Ignore SSL Issues in the credential.`,
		],
		forList: (_failure, { alternative }) =>
			`The certificate of the D3 server is not trusted: give n8n your authority's certificate with NODE_EXTRA_CA_CERTS, switch on Ignore SSL Issues in this credential, or ${alternative}.`,
	},
	ssrfBlocked: {
		forItem: ({ subject }) => [
			`n8n blocked the address of D3; ${subject} was not sent`,
			"n8n's SSRF protection does not allow private addresses. Ask the administrator of n8n to name D3's host in N8N_SSRF_ALLOWED_HOSTNAMES, or its addresses in N8N_SSRF_ALLOWED_IP_RANGES, in n8n's environment.",
		],
		forList: (_failure, { alternative }) =>
			`n8n's SSRF protection blocks the address of D3: ask the administrator of n8n to allow it, or ${alternative}.`,
	},
	proxyAuthentication: {
		forItem: ({ subject, isPoll }) => [
			`The proxy between n8n and D3 asks for a login; ${subject} was not sent`,
			`Ask the administrator of n8n to put the login into the proxy's address (HTTP_PROXY, HTTPS_PROXY: http://user:password@proxy:port), or to name D3's host in NO_PROXY, in n8n's environment.${isPoll ? '' : ' Then run this item again.'}`,
		],
		forList: (_failure, { alternative }) =>
			`The proxy between n8n and D3 asks for a login: ask the administrator of n8n to put it into the proxy's address, or ${alternative}.`,
	},
	serverFailure: {
		forItem: ({ failure, subject, status, nextStep, sent }) => [
			`D3 failed: ${withoutFinalPeriod(reasonFor(failure))}; ${subject} ${status}`,
			`Sent ${sent}, answered with HTTP status ${failure.httpCode}. D3 may also answer so for a wrong value. ${nextStep}`,
		],
		forList: otherwise,
	},
	noResponse: {
		forItem: ({ failure, subject, status, nextStep, sent, timeout }) => [
			`D3 did not answer; ${subject} ${status}`,
			`Sent ${sent}, ${howItEnded(failure.code, timeout)}. ${nextStep}`,
		],
		forList: (_failure, { command, alternative }) =>
			`D3 did not answer ${command}: try again, or ${alternative}.`,
	},
	invalidResponse: {
		forItem: ({ failure, subject, status, nextStep, sent }) => [
			`The answer is not one of D3; ${subject} ${status}`,
			`Sent ${sent}. What came back${failure.message === '' ? ' was empty' : ` began with or said: ${withoutFinalPeriod(failure.message)}`}. A login page or a proxy in between answers like that: compare the Server URL with D3's Request URL. ${nextStep}`,
		],
		forList: (_failure, { command, alternative }) =>
			`What answered ${command} is not D3: compare the Server URL of this credential with D3's Request URL, or ${alternative}.`,
	},
	tooLarge: {
		forItem: ({ subject, status, nextStep, sent }) => [
			`D3's response is larger than 10 MB; ${subject} ${status}`,
			`Sent ${sent}. At most 10 MB of a response are read. Lower Page Size or Limit, or ask for fewer fields, where the operation has them. ${nextStep}`,
		],
		forList: (_failure, { command, alternative }) =>
			`D3's response to ${command} is larger than 10 MB, the most that is read: ${alternative}.`,
	},
	gatewayPage: {
		forItem: ({ failure, subject, sent }) => [
			`Something between n8n and D3 blocked ${subject}: ${pageOf(failure)}`,
			`D3 has probably not seen it. Ask the administrator of the network or the firewall to allow the requests from n8n to D3. This one was sent ${sent}.`,
		],
		forList: (failure, { alternative }) =>
			`Something between n8n and D3 blocked the request: ${pageOf(failure)}. Ask the administrator of the network or the firewall to allow the requests from n8n to D3, or ${alternative}.`,
	},
	missingList: {
		forItem: ({ failure, command }) => [
			`The answer to ${command} holds no list where D3 is known to put one`,
			`Your D3 may put its rows elsewhere. It began with: ${withoutFinalPeriod(failure.message)}. Command > Run with Reads Only hands on whatever D3 answers.`,
		],
		forList: (_failure, { command, alternative }) => missingList(command, alternative),
	},
	repeatedPage: {
		forItem: ({ failure, command }) => [
			`D3 gave the same page of ${command} twice, so that rows are missing`,
			`Page ${failure.message} has the rows of an earlier page. Run it again. If that goes on, your D3 may not know Page Index: narrow the time window or the filter, and raise Page Size (1000 at most), until everything fits in one page. Where D3 does not say how many pages there are, only a page of fewer than 10 rows is known to be everything.`,
		],
		forList: (_failure, { command, alternative }) => repeatedPage(command, alternative),
	},
	missingRows: {
		forItem: ({ failure, command }) => [
			`D3 gave fewer rows of ${command} than it says there are`,
			`It says that there are ${failure.message}. Run it again. If that goes on, narrow the time window or the filter, and raise Page Size (1000 at most), until everything fits in one page.`,
		],
		forList: (_failure, { command, alternative }) => missingRows(command, alternative),
	},
	partial: {
		forItem: ({ failure, subject, status, nextStep, sent }) => [
			`D3 did only a part: ${withoutFinalPeriod(failure.message)}; ${subject} ${status}`,
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
	return `The answer to ${command} holds no list where D3 is known to put one: ${alternative}.`;
}

function repeatedPage(command: string, alternative: string): string {
	return `D3 gave the same page of ${command} twice, so that this list cannot be complete: ${alternative}.`;
}

function missingRows(command: string, alternative: string): string {
	return `D3 gave fewer rows of ${command} than it says there are, so that this list cannot be complete: ${alternative}.`;
}

/** Messages of the credential test. n8n takes fixed texts only, one for each status. */
export const CREDENTIAL_TEST_MESSAGES = {
	authentication:
		'D3 rejected the key, secret or token for the command in Test Command. Check that it was generated for this command and, with JWT, that the Username was granted it.',
	rateLimit: "D3's rate limit was reached. Wait a minute and test again.",
	serverFailure: (status: number) =>
		`D3 returned HTTP ${status}, so the key could not be checked. Try again later; if it keeps happening, contact your D3 administrator.`,
	invalidResponse:
		'The server did not respond like the D3 API. Check the Server URL: it must end with the site path, e.g. https://soar.example.com/MainApp/VSOC, and match the Request URL shown in D3, not a login page or proxy.',
};

/** Which key was sent, in whose name. */
function describeUse({ name, command, isOwn, ownField }: CommandKey, caller: string): string {
	return isOwn
		? `${command} was called with the ${name} of the credential, ${caller}.`
		: `There is no key for ${command} in this credential, so the main key (${name}) was tried, ${caller}. Add its key in ${ownField}.`;
}

function reasonFor({ message, httpCode }: Failure): string {
	return message || `HTTP status ${httpCode}`;
}

/** `"Request Rejected" (HTTP status 403)` */
function pageOf({ message, httpCode }: Failure): string {
	return `${message === '' ? 'a web page' : `"${message}"`} (HTTP status ${httpCode})`;
}

/** For causes that hardly occur in a list. */
function otherwise(failure: Failure, { alternative }: ListContext): string {
	return `D3 does not list anything: ${withoutFinalPeriod(reasonFor(failure))}. Try again, or ${alternative}.`;
}

function howItEnded(code: string | undefined, timeout: number): string {
	if (code === 'ERR_CANCELED') return 'then n8n cancelled the execution';
	return code === undefined ? `no whole answer in ${timeout} s` : 'the connection broke';
}

function connectionProblem(code: string | undefined): string {
	switch (code) {
		case 'ENOTFOUND':
		case 'EAI_AGAIN':
			return 'The name of the server is not known.';
		case 'ECONNREFUSED':
			return 'The server refused the connection.';
		default:
			return 'No connection could be made.';
	}
}
