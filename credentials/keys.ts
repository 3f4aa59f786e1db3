import { SECRET_NAMES, type D3SoarCredential } from './credential';

/** The fields for the keys of single commands: D3 issues a separate key for each command. */
const OWN_KEYS = {
	GetIncidents: { field: 'incidentsApiKey', name: 'Get Incidents Key' },
	GetUsersBySite: { field: 'usersApiKey', name: 'Get Users by Site Key' },
} as const;

/** What opens a command. */
export interface CommandKey {
	/** The key, secret or token, as it was entered. */
	readonly secret: string;
	/** What messages call it: `API key`, or the field of the command's own key. */
	readonly name: string;
	/** Whether it is the command's own, and not the main key. */
	readonly isOwn: boolean;
}

/** The key of a command, wherever it is called: its own where the credential has one, else the main key. */
export function keyFor(credential: D3SoarCredential, command: string | undefined): CommandKey {
	const entry = Object.entries(OWN_KEYS).find(
		([name]) => name.toLowerCase() === command?.toLowerCase(),
	);
	const own = entry && String(credential[entry[1].field] ?? '').trim();
	if (own) return { secret: own, name: entry[1].name, isOwn: true };
	const { authentication } = credential;
	const secret = String(credential[authentication] ?? '');
	return { secret, name: SECRET_NAMES[authentication], isOwn: false };
}

/** What the credential's form calls the field for a command's own key; `undefined` if it has none. */
export function ownKeyName(command: string): string | undefined {
	return Object.entries(OWN_KEYS).find(([name]) => name === command)?.[1].name;
}
