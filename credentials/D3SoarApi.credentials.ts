import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { authenticate } from './authenticate';
import type { D3SoarCredential } from './credential';
import { credentialTest } from './credentialTest';
import { keyProperties } from './keys';
import { limitProperties } from './limits';

/** The credential: the URL of D3, the user and the site, and the key, secret or token. */
export class D3SoarApi implements ICredentialType {
	name = 'd3SoarApi';

	displayName = 'D3 SOAR API';

	documentationUrl =
		'https://docs.d3security.com/api-docs/Working-version/introduction-to-d3-command-api';

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
				'Address of D3 up to and including the site path. You can also paste a Request URL as D3 shows it; the part from /api on is cut.',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			default: 'apiKey',
			description:
				'What D3 generated for the command. D3 makes a key per command: open Configuration > Utility Commands, choose the command, switch Webhook Authentication on, choose API Key or JSON Web Token, then + and Generate.',
			options: [
				{
					name: 'API Key',
					value: 'apiKey',
					description: 'D3 shows one key to copy. The simplest choice.',
				},
				{
					name: 'JWT, Signed Here',
					value: 'jwtSecret',
					description:
						'D3 shows a header, a payload and a secret key; each request is signed with it',
				},
				{
					name: 'JWT, Ready-Made',
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
				"The key of the command that this credential is used for, e.g. of CreateTask. For another command make another credential with that command's key.",
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
				'The Secret Key that D3 shows when it generates a JSON Web Token key. An administrator may have to switch JWT on first: Configuration > Application Settings > Web Config > EnableEnhanceWebhookAuthentication.',
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
				'The signed token, three parts with dots between them, without the word Bearer. Its Username and Site, if it has them, must be those of the request.',
		},
		{
			displayName: 'JWT Header',
			name: 'jwtHeader',
			type: 'json',
			default: '{"alg":"HS256","typ":"JWT"}',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description: 'The header object as D3 shows it. D3 documents the algorithm HS256 only.',
		},
		{
			displayName: 'JWT Payload',
			name: 'jwtPayload',
			type: 'json',
			default: '{"Username":"","Site":""}',
			displayOptions: { show: { authentication: ['jwtSecret'] } },
			description:
				'The payload object as D3 shows it, with its placeholders filled in. Username and Site are set for each request; an empty Timestamp becomes the time of the request in UTC. Other fields are also sent in the body, since D3 wants both to match.',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Admin',
			description:
				'The D3 user in whose name commands run. With JWT it must be a user who was granted the key; D3 minds upper and lower case. A node can name another user in its options.',
		},
		{
			displayName: 'Site',
			name: 'site',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Security Operations',
			description:
				'The D3 site in which commands run, as D3 writes it. A node can name another site.',
		},
		{
			displayName: 'Time Zone',
			name: 'timezone',
			type: 'string',
			default: '',
			placeholder: 'e.g. America/Vancouver',
			description:
				"IANA name of the zone in which D3 reads dates such as a due date, since D3 takes them without a zone. Empty means the workflow's zone. If a task shows another hour in D3 than you set, this is the field to change.",
		},
		{
			displayName: 'Test Command',
			name: 'testCommand',
			type: 'string',
			default: 'CreateTask',
			placeholder: 'e.g. CreateTask',
			description:
				'The command that the key was made for. The test calls it with a request that D3 must refuse, so it never creates anything.',
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
				'Whether to connect even if the certificate of the D3 server cannot be trusted. Safer: give n8n the certificate of your own authority with NODE_EXTRA_CA_CERTS.',
		},
	];

	test: ICredentialTestRequest = credentialTest;

	/** Used by this package's nodes, the credential test and n8n's HTTP Request node. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return authenticate(credentials as unknown as D3SoarCredential, request);
	}
}
