import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { repeatedNameIn } from '../nodes/shared/jsonText';
import { COMMAND_NAMES } from './commandNames';
import { textOfField, SECRET_NAMES, type D3SoarCredential } from './credential';
import { CredentialError } from './CredentialError';
import { jsonObjectFrom } from './jsonObject';
import { targetOf, type Target } from './target';

/** The field that lists the commands with a key of their own, as the form calls it. */
export const OWN_KEYS = 'Commands With Their Own Key';

/** The field with the keys of all other commands, as the form calls it. */
export const OTHER_KEYS = 'Other Keys';

/** Lists of the editor need them, so their fields are there from the start. */
const CHOSEN_AT_FIRST = ['GetIncidents', 'GetUsersBySite'];

/** What opens a command. */
export interface CommandKey {
	/** The key, secret or token, as it was entered. */
	readonly secret: string;
	/** What messages call it: `GetIncidents Key`, `key "MyCommand" in Other Keys`, or `API key` for the main key. */
	readonly name: string;
	/** Whether it was made for this command; the main key is for the one in Test Command. */
	readonly isOwn: boolean;
	/** The command as keys name it: `MyCommand`, `CreateEvents@Site`. */
	readonly command: string;
	/** The field where a key of its own would be. */
	readonly ownField: string;
}

/** A key of one command, as it was entered. */
type EnteredKey = Pick<CommandKey, 'command' | 'secret' | 'name'>;

/** One password field for each command, shown when the command is chosen: so n8n hides and keeps each by its name. */
export const keyProperties: INodeProperties[] = [
	{
		displayName: OWN_KEYS,
		name: 'commandsWithOwnKey',
		type: 'multiOptions',
		noDataExpression: true,
		default: CHOSEN_AT_FIRST,
		// Always, but not before n8n has filled in a new form: its multi-select would empty what has no value yet
		// (seen in n8n 2.41.1).
		displayOptions: { show: { authentication: Object.keys(SECRET_NAMES) } },
		options: COMMAND_NAMES.map((command) => ({ name: command, value: command })),
		description:
			'Commands that you have a key for, besides the main key above. Each gets its own field below; its key is used wherever the command is called. Incident > Get Many, the incident trigger and lists of incidents use GetIncidents; lists of users use GetUsersBySite.',
	},
	...COMMAND_NAMES.map(
		(command): INodeProperties => ({
			displayName: keyFieldTitle(command),
			name: keyField(command),
			type: 'string',
			typeOptions: { password: true },
			default: '',
			displayOptions: { show: { commandsWithOwnKey: [command] } },
			description: `Key or secret that D3 generated for ${command}, or your signed token for it. Leave empty to try the main key.`,
		}),
	),
	{
		displayName: OTHER_KEYS,
		name: 'otherKeys',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		placeholder: 'e.g. {"MyCommand": "key", "CreateEvents@My Site": "key"}',
		description:
			"Keys of commands that are not in the list, as a JSON object of command names and keys. To send events to a site, use CreateEvents@ and the site's name as the command name. Leave empty if you have none.",
	},
];

function keyField(command: string): `key${string}` {
	return `key${command}`;
}

function keyFieldTitle(command: string): string {
	return `${command} Key`;
}

/**
 * The key for a URL: the command's own where the credential has one, else the main key.
 *
 * @param url Absolute, or a path below the server's URL.
 * @throws CredentialError if the keys in the credential cannot be read.
 */
export function keyFor(credential: D3SoarCredential, url: string): CommandKey {
	const target = targetOf(url);
	const { ingestionSite } = target;
	const command =
		ingestionSite === undefined ? target.command : `${target.command}@${ingestionSite}`;
	const listed = listedName(target);
	const ownField = listed === undefined ? OTHER_KEYS : OWN_KEYS;
	const own = [
		...(listed === undefined ? [] : ownKeys(credential, listed)),
		...otherKeys(credential).filter((key) => isSameCommand(key.command, command)),
	];
	if (own.length > 1) {
		throw new CredentialError(
			`The D3 SOAR credential has two keys for ${command}: the ${own[0]!.name}, and one in ${OTHER_KEYS}. Remove one of them.`,
		);
	}
	if (own[0] !== undefined) return { ...own[0], isOwn: true, command, ownField };
	const { authentication } = credential;
	return {
		secret: String(credential[authentication] ?? ''),
		name: SECRET_NAMES[authentication],
		isOwn: isSameCommand(credential.testCommand?.trim() || 'CreateTask', command),
		command,
		ownField,
	};
}

/** The commands of the list, by their names in lower case. */
const LISTED_NAMES = new Map(COMMAND_NAMES.map((name) => [name.toLowerCase(), name]));

/** A command of the list as the list spells it: D3 does not mind the case of a URL. */
function listedName({ command, isUtilityCommand }: Target): string | undefined {
	return isUtilityCommand ? LISTED_NAMES.get(command.toLowerCase()) : undefined;
}

/** n8n gives no value of a field that the form hides, so the fields of chosen commands alone count. */
function ownKeys(credential: D3SoarCredential, command: string): EnteredKey[] {
	const name = keyFieldTitle(command);
	const secret = textOfField(credential, keyField(command), name);
	return secret === '' ? [] : [{ command, secret, name }];
}

/** `MyCommand`, or `CreateEvents@My Site`. */
const KEY_NAME = /^([A-Za-z\d][\w-]*|CreateEvents@.*\S.*)$/i;

/** The keys in Other Keys by name. No message says what stands there: it may be a key, also in the place of a name. */
function otherKeys(credential: D3SoarCredential): EnteredKey[] {
	const given: unknown = credential.otherKeys;
	const isObject = typeof given === 'object' && given !== null;
	const json = isObject ? given : textOfField(credential, 'otherKeys', OTHER_KEYS);
	if (json === '') return [];
	const keys: IDataObject | undefined = jsonObjectFrom(json);
	if (keys === undefined) {
		throw new CredentialError(
			`${OTHER_KEYS} of the D3 SOAR credential is not a JSON object. Enter it like {"MyCommand": "key", "CreateEvents@My Site": "key"}.`,
		);
	}
	const entries = Object.entries(keys).map(([name, key]) => {
		if (!KEY_NAME.test(name) || typeof key !== 'string') {
			throw new CredentialError(
				`An entry in ${OTHER_KEYS} of the D3 SOAR credential has an unknown form. Enter names like "MyCommand" or "CreateEvents@My Site", and each key as text.`,
			);
		}
		return { command: name, secret: key, name: `key "${name}" in ${OTHER_KEYS}` };
	});
	const isRepeated = ({ command }: EnteredKey, index: number) =>
		entries.slice(0, index).some((earlier) => isSameCommand(earlier.command, command));
	if (
		(typeof json === 'string' && repeatedNameIn(json) !== undefined) ||
		entries.some(isRepeated)
	) {
		throw new CredentialError(
			`A name is used twice in ${OTHER_KEYS} of the D3 SOAR credential. Enter one key for each name.`,
		);
	}
	return entries;
}

/** Commands are compared without case, as in URLs; sites with it. */
function isSameCommand(a: string, b: string): boolean {
	const [commandA, siteA] = split(a);
	const [commandB, siteB] = split(b);
	return commandA.toLowerCase() === commandB.toLowerCase() && siteA === siteB;
}

function split(name: string): [command: string, site: string | undefined] {
	const at = name.indexOf('@');
	return at < 0 ? [name, undefined] : [name.slice(0, at), name.slice(at + 1).trim()];
}
