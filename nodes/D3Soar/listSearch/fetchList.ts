import type { IDataObject, ILoadOptionsFunctions, NodeOperationError } from 'n8n-workflow';

import { defaultsOf, SECRET_NAMES, type D3SoarCredential } from '../../../credentials/credential';
import { keyFor } from '../../../credentials/keys';
import { MESSAGES } from '../../shared/messages';
import { operationError } from '../../shared/report';
import { neutralizeTags } from '../../shared/text';
import { Deadlines } from '../../shared/transport/deadlines';
import { outcomeOf, type Accepted } from '../../shared/transport/outcome';
import { send } from '../../shared/transport/request';

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
 * @throws NodeOperationError with one sentence: in a list n8n shows the message but not the description.
 */
export async function fetchList(
	context: ILoadOptionsFunctions,
	list: ListCommand,
	commandParams: (site: string) => IDataObject,
): Promise<Accepted> {
	const credential = await context.getCredentials<D3SoarCredential>('d3SoarApi');
	const defaults = defaultsOf(credential);
	const site = typedIn(context, 'site') || defaults.site;
	const username = typedIn(context, 'options.username') || defaults.username;
	const url = `/api/Command/${list.command}`;
	const response = await send(
		{ context, deadlines: new Deadlines() },
		{
			credential,
			url,
			body: { Username: username, Site: site, CommandParams: commandParams(site) },
			timeout: TIMEOUT_SECONDS,
		},
	);
	const outcome = outcomeOf(response, 'readOnly');
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

/** The error that a list shows in place of its rows: n8n shows the message but not the description. */
export function listError(context: ILoadOptionsFunctions, message: string): NodeOperationError {
	return operationError(context.getNode(), neutralizeTags(message));
}

/** A parameter of the node, as far as it is typed in: an expression has no value while the list is open. */
function typedIn(context: ILoadOptionsFunctions, parameter: string): string {
	const value = context.getCurrentNodeParameter(parameter);
	return typeof value === 'string' && !value.startsWith('=') ? value.trim() : '';
}
