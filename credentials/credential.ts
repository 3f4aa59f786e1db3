import { CredentialError } from './CredentialError';

/** The three ways of authentication that D3 documents. */
export type Authentication = 'apiKey' | 'jwtSecret' | 'jwtToken';

/** What the user entered; n8n passes it decrypted. The names are saved in credentials. */
export interface D3SoarCredential {
	/** URL of D3 up to and including the site path, e.g. `https://d3.example.com/MainApp/VSOC`. */
	serverUrl: string;
	/** Which of the three secrets that follow is sent. */
	authentication: Authentication;
	/** For `apiKey`. */
	apiKey?: string;
	/** For `jwtSecret`: signs a token for each request. */
	jwtSecret?: string;
	/** For `jwtToken`: a signed token. */
	jwtToken?: string;
	/** For `jwtSecret`. JSON, as text or as an object. */
	jwtHeader?: unknown;
	/** Likewise. Its user and site, and an empty `Timestamp`, are set for each request. */
	jwtPayload?: unknown;
	/** D3 user as whom commands run. */
	username: string;
	/** D3 site in which commands run. */
	site: string;
	/** Sites that requests may name, one per line or as a list; empty for any. */
	allowedSites?: string | readonly string[];
	/** IANA zone in which D3 reads dates; empty for the workflow's. */
	timezone?: string;
	/** Command that the credential test calls, in a way that D3 must reject. */
	testCommand?: string;
	/** The commands whose keys follow: the form shows a field for each. */
	commandsWithOwnKey?: readonly string[];
	/** Key, secret or token of one command, e.g. `keyGetIncidents`; empty for the main key. */
	[ownKey: `key${string}`]: string | undefined;
	/** The same of commands that have no such field, and of event ingestion. JSON, as text or as an object. */
	otherKeys?: unknown;
	/** The next four: see {@link Limits}. Numbers, also as text. */
	requestsPerSecond?: unknown;
	maxConcurrentRequests?: unknown;
	timeout?: unknown;
	retryFor?: unknown;
	/** Whether to accept a certificate that cannot be verified. */
	ignoreSslIssues?: boolean;
}

/** What the user calls the secret of each scheme. */
export const SECRET_NAMES: Record<Authentication, string> = {
	apiKey: 'API key',
	jwtSecret: 'JWT secret',
	jwtToken: 'JWT',
};

/**
 * The text of a field, trimmed; empty if the field is empty or missing. A list becomes lines.
 *
 * @param displayName What the form calls the field.
 * @throws CredentialError if its expression finds nothing: that must not act like an empty field.
 */
export function textOfField(
	credential: D3SoarCredential,
	name: keyof D3SoarCredential,
	displayName: string,
): string {
	const value: unknown = credential[name];
	const isNothing = value === undefined || value === null;
	if (name in credential && (isNothing || (Array.isArray(value) && value.length === 0))) {
		throw new CredentialError(
			`${displayName} of the D3 SOAR credential is empty: its expression finds nothing. Fix it, or clear the field.`,
		);
	}
	return (Array.isArray(value) ? value.join('\n') : String(value ?? '')).trim();
}

/**
 * In whose name and where requests go that say nothing else, without the blanks that pasting adds. An expression may
 * give a number for them.
 */
export function defaultsOf({
	username,
	site,
}: Partial<D3SoarCredential>): Pick<D3SoarCredential, 'username' | 'site'> {
	return { username: String(username ?? '').trim(), site: String(site ?? '').trim() };
}
