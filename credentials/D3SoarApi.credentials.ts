import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { authenticate, waitForTurn } from './authenticate';
import type { D3SoarCredential } from './credential';
import { credentialTest } from './credentialTest';
import { keyProperties } from './keys';
import { limitProperties } from './limits';

/** The credential: the URL of D3, the user and the site, and the key, secret or token. */
export class D3SoarApi implements ICredentialType {
	name = 'd3SoarApi';

	displayName = 'D3 SOAR API';

	documentationUrl = 'https://www.npmjs.com/package/n8n-nodes-d3soar#credentials';

	icon = { light: 'file:../icons/d3soar.svg', dark: 'file:../icons/d3soar.dark.svg' } as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Server URL',
			name: 'serverUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://soar.example.com/MainApp/VSOC',
			description:
				'URL of D3 up to and including the site path. You can also paste a Request URL from D3; everything from /api onwards is removed.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'apiKey',
			description:
				'Type of key generated in D3. D3 issues a separate key for each command: open Configuration > Utility Commands, choose the command, turn on Webhook Authentication, choose API Key or JSON Web Token, then click + and Generate.',
			options: [
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'D3 shows one key to copy. Simplest option.',
				},
				{
					name: 'JWT (Signed by n8n)',
					value: 'jwtSecret',
					description: 'D3 shows a header, a payload and a secret key; n8n signs each request',
				},
				{
					name: 'JWT (Existing Token)',
					value: 'jwtToken',
					description: 'You already have a signed token and use it for every request',
				},
			],
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['apiKey'] } },
			description:
				'Main key: the key of the command in Test Command. It is also tried for commands without a key of their own.',
		},
		{
			displayName: 'JWT Secret',
			name: 'jwtSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description:
				'Secret Key that D3 shows when you generate a JSON Web Token key. An administrator may have to enable JWT first: Configuration > Application Settings > Web Config > EnableEnhanceWebhookAuthentication. Caution: D3 may then reject every request with an API key. Its documentation does not say, so ask D3 before you turn it on.',
		},
		{
			displayName: 'JWT',
			name: 'jwtToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['jwtToken'] } },
			description:
				'Signed token: three parts separated by dots, without the word Bearer. If it contains a Username and Site, they must match the request.',
		},
		{
			displayName: 'JWT Header',
			name: 'jwtHeader',
			type: 'json',
			default: '{"alg":"HS256","typ":"JWT"}',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description: 'Header object as shown in D3. HS256 is the only algorithm that D3 documents.',
		},
		{
			displayName: 'JWT Payload',
			name: 'jwtPayload',
			type: 'json',
			default: '{"Username":"","Site":""}',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description:
				'Payload object as shown in D3, with its placeholders filled in. Username and Site are set for each request; an empty Timestamp becomes the time of the request in UTC. Other fields are also sent in the body, because D3 requires both to match.',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Admin',
			description:
				"D3 user to run commands as (case-sensitive). With JWT, it must be a user who was granted the key. Can be overridden in each node's options.",
		},
		{
			displayName: 'Site',
			name: 'site',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Security Operations',
			description:
				'D3 site to run commands in, exactly as named in D3. Can be overridden in each node.',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '',
			placeholder: 'e.g. America/Vancouver',
			description:
				"IANA time zone in which D3 interprets dates such as due dates, because D3 accepts dates without a time zone. Leave empty to use the workflow's time zone. Change this if tasks show a different time in D3 than you set.",
		},
		{
			displayName: 'Test Command',
			name: 'testCommand',
			type: 'string',
			default: 'CreateTask',
			placeholder: 'e.g. CreateTask',
			description:
				'Command that the main key was generated for. The connection test calls it with a request that D3 must reject, so it never creates anything.',
		},
		...keyProperties,
		{
			displayName: 'Allowed Sites',
			name: 'allowedSites',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: 'e.g. Security Operations',
			description:
				"Sites in which commands may run with this credential, one per line and exactly as named in D3. A request for another site is rejected before it is sent. Site names in a command's own fields, such as New Site, are not checked. Leave empty for any site.",
		},
		...limitProperties,
		{
			displayName: 'Ignore SSL Issues (Insecure)',
			name: 'ignoreSslIssues',
			type: 'boolean',
			default: false,
			description:
				"Whether to connect even if the certificate of the D3 server cannot be trusted. Safer: set NODE_EXTRA_CA_CERTS to your CA's certificate.",
		},
	];

	test: ICredentialTestRequest = credentialTest;

	/** Used by this package's nodes, the credential test and n8n's HTTP Request node. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const credential = credentials as unknown as D3SoarCredential;
		await waitForTurn(credential, request);
		return authenticate(credential, request);
	}
}
