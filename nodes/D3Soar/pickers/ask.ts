import { NodeOperationError, type IDataObject, type ILoadOptionsFunctions } from 'n8n-workflow';

import { SECRET_NAMES, type D3SoarCredential } from '../../../credentials/D3SoarApi.credentials';
import { withoutMarkup } from '../answer/markup';
import { Deadlines } from '../delivery/deadlines';
import { outcomeOf, type Miss } from '../delivery/outcome';
import { send } from '../delivery/request';

/** A command that fills a list, and the key that opens it. */
interface ListCommand {
	readonly command: string;
	/** Where the credential keeps this command's own key. */
	readonly keyField: 'incidentsApiKey' | 'usersApiKey';
	/** What the credential's form calls that field. */
	readonly keyName: string;
	/** What to do instead of choosing: `type the number`. */
	readonly instead: string;
}

/** Seconds that a person waits for a list. */
const PATIENCE = 30;

/**
 * Asks D3 for the rows of a list, with the listing command's own key where the credential has one.
 *
 * @throws NodeOperationError in one sentence: n8n shows a list's message and never its description.
 */
export async function ask(
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
		PATIENCE,
	);
	const outcome = outcomeOf(reply, 'read');
	if (outcome.kind === 'accepted') return outcome.answer;

	const secret = SECRET_NAMES[credential.authentication];
	throw problem(context, sentenceFor(outcome, list, secret, ownKey !== ''));
}

/** What a list says in place of its rows: n8n shows the message and never a description. */
export function problem(context: ILoadOptionsFunctions, sentence: string): NodeOperationError {
	const message = withoutMarkup(sentence);
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

function sentenceFor(
	{ cause, words, httpCode }: Miss,
	{ command, keyName, instead }: ListCommand,
	secret: string,
	hasOwnKey: boolean,
): string {
	const said = words.replace(/\.$/, '');
	switch (cause) {
		case 'authentication':
			return hasOwnKey
				? `D3 rejected the ${keyName} of this credential (${said}): put the ${secret} there that D3 made for ${command}, or ${instead}.`
				: `The ${secret} of this credential does not open ${command} (${said}): put the one that D3 made for ${command} into the credential's ${keyName}, or ${instead}.`;
		case 'credential':
			return words;
		case 'wrongAddress':
			return `The Server URL of this credential does not lead to the D3 command ${command} (HTTP status ${httpCode}): compare it with D3's Request URL, or ${instead}.`;
		case 'unreachable':
			return `D3 could not be reached: check the Server URL of this credential, or ${instead}.`;
		case 'untrusted':
			return `The certificate of the D3 server is not trusted: give n8n your authority's certificate with NODE_EXTRA_CA_CERTS, switch on Ignore SSL Issues in this credential, or ${instead}.`;
		case 'blocked':
			return `n8n's SSRF protection blocks the address of D3: ask the administrator of n8n to allow it, or ${instead}.`;
		case 'proxy':
			return `The proxy between n8n and D3 asks for a login: ask the administrator of n8n to put it into the proxy's address, or ${instead}.`;
		case 'noAnswer':
			return `D3 did not answer ${command}: try again, or ${instead}.`;
		case 'unreadable':
			return `What answered ${command} is not D3: compare the Server URL of this credential with D3's Request URL, or ${instead}.`;
		default:
			return `D3 does not list anything: ${said || `HTTP status ${httpCode}`}. Try again, or ${instead}.`;
	}
}
