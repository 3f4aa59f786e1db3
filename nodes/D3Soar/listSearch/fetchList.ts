import { NodeOperationError, type IDataObject, type ILoadOptionsFunctions } from 'n8n-workflow';

import { SECRET_NAMES, type D3SoarCredential } from '../../../credentials/D3SoarApi.credentials';
import { neutralizeTags } from '../../shared/response/markup';
import { Deadlines } from '../../shared/transport/deadlines';
import { outcomeOf, type Failure } from '../../shared/transport/outcome';
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
): Promise<IDataObject> {
	const stored = await context.getCredentials('d3SoarApi');
	const credential = { ...stored } as typeof stored & D3SoarCredential;
	const ownKey = (credential[list.keyField] ?? '').trim();
	if (ownKey !== '') credential[credential.authentication] = ownKey;

	const site = chosenSite(context) || credential.site;
	const reply = await send(
		{ context, credential, deadlines: new Deadlines() },
		`/api/Command/${list.command}`,
		{ Username: credential.username, Site: site, CommandParams: commandParams(site) },
		TIMEOUT_SECONDS,
	);
	const outcome = outcomeOf(reply, 'readOnly');
	if (outcome.kind === 'accepted') return outcome.response;

	const secret = SECRET_NAMES[credential.authentication];
	throw listError(context, messageFor(outcome, list, secret, ownKey !== ''));
}

/** What a list says in place of its rows: n8n shows the message and never a description. */
export function listError(context: ILoadOptionsFunctions, text: string): NodeOperationError {
	const message = neutralizeTags(text);
	const error = new NodeOperationError(context.getNode(), message);
	// n8n replaces a message in which it finds a socket code.
	error.message = message;
	return error;
}

/** The node's Site, as far as it is typed in: an expression has no value while the list is open. */
function chosenSite(context: ILoadOptionsFunctions): string {
	const site = context.getCurrentNodeParameter('site');
	return typeof site === 'string' && !site.startsWith('=') ? site : '';
}

function messageFor(
	{ cause, message, httpCode }: Failure,
	{ command, keyName, alternative }: ListCommand,
	secret: string,
	hasOwnKey: boolean,
): string {
	const said = message.replace(/\.$/, '');
	switch (cause) {
		case 'authentication':
			return hasOwnKey
				? `D3 rejected the ${keyName} of this credential (${said}): put the ${secret} there that D3 made for ${command}, or ${alternative}.`
				: `The ${secret} of this credential does not open ${command} (${said}): put the one that D3 made for ${command} into the credential's ${keyName}, or ${alternative}.`;
		case 'credential':
			return message;
		case 'notFound':
			return `The Server URL of this credential does not lead to the D3 command ${command} (HTTP status ${httpCode}): compare it with D3's Request URL, or ${alternative}.`;
		case 'unreachable':
			return `D3 could not be reached: check the Server URL of this credential, or ${alternative}.`;
		case 'tls':
			return `The certificate of the D3 server is not trusted: give n8n your authority's certificate with NODE_EXTRA_CA_CERTS, switch on Ignore SSL Issues in this credential, or ${alternative}.`;
		case 'ssrfBlocked':
			return `n8n's SSRF protection blocks the address of D3: ask the administrator of n8n to allow it, or ${alternative}.`;
		case 'proxyAuthentication':
			return `The proxy between n8n and D3 asks for a login: ask the administrator of n8n to put it into the proxy's address, or ${alternative}.`;
		case 'noResponse':
			return `D3 did not answer ${command}: try again, or ${alternative}.`;
		case 'invalidResponse':
			return `What answered ${command} is not D3: compare the Server URL of this credential with D3's Request URL, or ${alternative}.`;
		default:
			return `D3 does not list anything: ${said || `HTTP status ${httpCode}`}. Try again, or ${alternative}.`;
	}
}
