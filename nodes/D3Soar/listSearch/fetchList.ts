import type { IDataObject, ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';

import { SECRET_NAMES, type D3SoarCredential } from '../../../credentials/credential';
import { keyFor } from '../../../credentials/keys';
import { limitsOf, type Limits } from '../../../credentials/limits';
import { asInvalidParameter } from '../../shared/errors';
import { MESSAGES } from '../../shared/messages';
import { operationError } from '../../shared/report';
import { scalarText } from '../../shared/response/parse';
import { neutralizeTags } from '../../shared/text';
import { Caller } from '../../shared/transport/caller';
import { systemClock } from '../../shared/transport/clock';
import { D3Client } from '../../shared/transport/d3Client';
import { failed, type Accepted } from '../../shared/transport/outcome';

/** A command that fills a list, and where its key is. */
interface ListCommand {
	readonly command: string;
	/** What to do instead of choosing: `type the number`. */
	readonly alternative: string;
}

/** Max seconds that a user waits for a list. */
const TIMEOUT_SECONDS = 30;

/**
 * Requests the rows of a list, with the command's own key if the credential has one.
 *
 * @throws NodeOperationError that says what to do too: in a list n8n shows the message but not the description.
 */
export async function fetchList(
	context: ILoadOptionsFunctions,
	list: ListCommand,
	commandParams: (site: string) => IDataObject,
): Promise<Accepted> {
	const credential = await context.getCredentials<D3SoarCredential>('d3SoarApi');
	const site = nonBlank(context, list, 'Site', siteFor(context, list) || credential.site);
	const username = nonBlank(
		context,
		list,
		'Username',
		valueOf(context, 'options.username') || credential.username,
	);
	const url = `/api/Command/${list.command}`;
	const client = new D3Client(context, new Caller(systemClock.now() + TIMEOUT_SECONDS * 1000));
	const call = {
		credential,
		// Whoever looks at the list does not wait for retries.
		limits: { ...limitsFor(context, credential), timeout: TIMEOUT_SECONDS, retryFor: 0 },
		url,
		username,
		site,
		commandParams: commandParams(site),
		idempotency: 'readOnly',
	} as const;
	const outcome =
		(await client.send(call, { onUnconfirmed: 'fail' })) ?? failed('noTurn', { message: '' });
	if (outcome.kind === 'accepted') return outcome;

	const { command, alternative } = list;
	const message = MESSAGES[outcome.cause].forList(outcome, {
		command,
		secret: SECRET_NAMES[credential.authentication],
		usedKey: () => keyFor(credential, url),
		alternative,
	});
	throw listError(context, message);
}

function limitsFor(context: ILoadOptionsFunctions, credential: D3SoarCredential): Limits {
	try {
		return limitsOf(credential);
	} catch (error) {
		throw listError(context, asInvalidParameter(error).message);
	}
}

/** The error that a list shows in place of its rows: n8n shows the message but not the description. */
export function listError(context: ILoadOptionsFunctions, message: string): NodeOperationError {
	return operationError(context.getNode(), neutralizeTags(message));
}

/**
 * The site that the node names; empty for the credential's. n8n's editor resolves an expression before it asks, and
 * sends `null` for one that has no value yet; other callers send it as it is written.
 */
function siteFor(context: ILoadOptionsFunctions, { alternative }: ListCommand): string {
	const given = context.getCurrentNodeParameter('site');
	if (given === null || isExpression(given)) {
		throw listError(
			context,
			`Site is an expression that has no value here. Set Site to a fixed value, or ${alternative} instead.`,
		);
	}
	return valueOf(context, 'site');
}

/** A parameter of the node as text; empty for an expression that has no value while the list is open. */
function valueOf(context: ILoadOptionsFunctions, parameter: string): string {
	const value = context.getCurrentNodeParameter(parameter);
	return isExpression(value) ? '' : scalarText(value);
}

function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

/** As a run does: without a site and a user D3 would not know for whom and where to look. */
function nonBlank(
	context: ILoadOptionsFunctions,
	{ alternative }: ListCommand,
	name: string,
	value: string,
): string {
	const text = scalarText(value);
	if (text !== '') return text;
	throw listError(
		context,
		`${name} is empty. Set it in the credential or in the node, or ${alternative} instead.`,
	);
}
