/** The three ways D3 documents to prove who calls. */
export type Authentication = 'apiKey' | 'jwtSecret' | 'jwtToken';

/** What a person entered; n8n hands it over decrypted. The names are saved in credentials. */
export interface D3SoarCredential {
	/** Address of D3 up to and including the site path, e.g. `https://d3.example.com/MainApp/VSOC`. */
	serverUrl: string;
	/** Which of the three secrets that follow is sent. */
	authentication: Authentication;
	/** For `apiKey`. */
	apiKey?: string;
	/** For `jwtSecret`: a token is signed with it for each request. */
	jwtSecret?: string;
	/** For `jwtToken`: a token that is signed already. */
	jwtToken?: string;
	/** For `jwtSecret`. JSON, as text or as it is. */
	jwtHeader?: unknown;
	/** Likewise. Its user and site, and a `Timestamp` that is empty, are set for each request. */
	jwtPayload?: unknown;
	/** D3 user in whose name commands run. */
	username: string;
	/** D3 site in which commands run. */
	site: string;
	/** IANA zone in which D3 reads dates; empty for the workflow's. */
	timezone?: string;
	/** Command that the test button calls, in a way that D3 must refuse. */
	testCommand?: string;
	/** Key, secret or token of GetIncidents for the list of incidents; empty for the one above. */
	incidentsApiKey?: string;
	/** The same of GetUsersBySite for the list of users. */
	usersApiKey?: string;
	/** Whether a certificate that cannot be trusted is taken. */
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
