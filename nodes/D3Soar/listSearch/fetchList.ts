import type { IDataObject, ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';

import { defaultsOf, SECRET_NAMES, type D3SoarCredential } from '../../../credentials/credential';
import { MESSAGES } from '../../shared/messages';
import { operationError } from '../../shared/report';
import { neutralizeTags } from '../../shared/text';
import { Deadlines } from '../../shared/transport/deadlines';
import { outcomeOf, type Accepted } from '../../shared/transport/outcome';
import { send } from '../../shared/transport/request';

/** A command that fills a list, and the key that opens it. */
interface ListCommand {
	readonly command: string;
	/** Where the credential keeps this command's own key. */
	readonly keyField: 'incidentsApiKey' | 'usersApiKey';
	/** What the credential's form calls that field. */
	readonly keyName: string;
	/** What to do instead of choosing: `type the number`. */
	readonly alternative: string;
}

/** Seconds that a person waits for a list. */
const TIMEOUT_SECONDS = 30;

/**
 * Asks D3 for the rows of a list, with the listing command's own key where the credential has one.
 *
 * @throws NodeOperationError in one sentence: n8n shows a list's message and never its description.
 */
export async function fetchList(
	context: ILoadOptionsFunctions,
	list: ListCommand,
	commandParams: (site: string) => IDataObject,
): Promise<Accepted> {
	const stored = await context.getCredentials<D3SoarCredential>('d3SoarApi');
	const credential = { ...stored };
	const ownKey = (credential[list.keyField] ?? '').trim();
	if (ownKey !== '') credential[credential.authentication] = ownKey;

	const defaults = defaultsOf(credential);
	const site = typedIn(context, 'site') || defaults.site;
	const username = typedIn(context, 'options.username') || defaults.username;
	const response = await send(
		{ context, credential, deadlines: new Deadlines() },
		`/api/Command/${list.command}`,
		{ Username: username, Site: site, CommandParams: commandParams(site) },
		TIMEOUT_SECONDS,
	);
	const outcome = outcomeOf(response, 'readOnly');
	if (outcome.kind === 'accepted') return outcome;

	const { command, keyName, alternative } = list;
	const message = MESSAGES[outcome.cause].forList(outcome, {
		command,
		secret: SECRET_NAMES[credential.authentication],
		keyName,
		hasOwnKey: ownKey !== '',
		alternative,
	});
	throw listError(context, message);
}

/** What a list says in place of its rows: n8n shows the message and never a description. */
export function listError(context: ILoadOptionsFunctions, message: string): NodeOperationError {
	return operationError(context.getNode(), neutralizeTags(message));
}

/** A parameter of the node, as far as it is typed in: an expression has no value while the list is open. */
function typedIn(context: ILoadOptionsFunctions, parameter: string): string {
	const value = context.getCurrentNodeParameter(parameter);
	return typeof value === 'string' && !value.startsWith('=') ? value.trim() : '';
}
