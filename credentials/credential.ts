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
	/** IANA zone in which D3 reads dates; empty for the workflow's. */
	timezone?: string;
	/** Command that the credential test calls, in a way that D3 must reject. */
	testCommand?: string;
	/** Key, secret or token of GetIncidents, wherever it is called; empty for the one above. */
	incidentsApiKey?: string;
	/** The same of GetUsersBySite. */
	usersApiKey?: string;
	/** Whether to accept a certificate that cannot be verified. */
	ignoreSslIssues?: boolean;
}

/** What the user calls the secret of each scheme. */
export const SECRET_NAMES: Record<Authentication, string> = {
	apiKey: 'API key',
	jwtSecret: 'JWT secret',
	jwtToken: 'JWT',
};

/** In whose name and where requests go that say nothing else, without the blanks that pasting adds. */
export function defaultsOf({
	username,
	site,
}: Partial<D3SoarCredential>): Pick<D3SoarCredential, 'username' | 'site'> {
	return { username: (username ?? '').trim(), site: (site ?? '').trim() };
}
