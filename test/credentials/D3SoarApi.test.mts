import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { D3SoarApi, type D3SoarCredential } from '../../credentials/D3SoarApi.credentials.ts';

const SERVER = 'https://soar.example.com/MainApp/VSOC';
const SECRET = 'a secret that D3 generated';

const withKey: D3SoarCredential = {
	serverUrl: SERVER,
	authentication: 'apiKey',
	apiKey: 'key-of-CreateTask',
	username: 'Admin',
	site: 'Security Operations',
};
const withSecret: D3SoarCredential = {
	...withKey,
	authentication: 'jwtSecret',
	jwtSecret: SECRET,
	jwtHeader: '{"alg":"HS256","typ":"JWT"}',
	jwtPayload: '{"Username":"","Site":""}',
};

type Request = Partial<IHttpRequestOptions> & { uri?: string; rejectUnauthorized?: boolean };

async function authenticated(credential: Partial<D3SoarCredential>, request: Request = {}) {
	return (await new D3SoarApi().authenticate(
		credential as never,
		{ url: '/api/Command/CreateTask', body: taskBody(), ...request } as IHttpRequestOptions,
	)) as Request & { headers: Record<string, string>; body: IDataObject };
}

function taskBody(): IDataObject {
	return {
		Username: 'Admin',
		Site: 'Security Operations',
		CommandParams: { 'Task Name': 'Block' },
	};
}

/** What a library that is not ours reads in a token. */
async function read(token: string, secret = SECRET) {
	const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(secret));
	return { payload, header: protectedHeader };
}

// People paste what D3 shows them, which is the address of one command.
describe('the address', () => {
	it.each([
		[SERVER],
		[`${SERVER}/`],
		[`  ${SERVER}//\n`],
		[`${SERVER}/api/Command/CreateTask`],
		[`${SERVER}/api/command/CreateTask?x=1#y`],
		[`${SERVER}/api/Data/Kibana/Security%20Operations/CreateEvents`],
		[`${SERVER}/api/Command`],
		[`${SERVER}/api/`],
	])('is cut out of %p', async (serverUrl) => {
		const { url } = await authenticated({ ...withKey, serverUrl });
		expect(url).toBe(`${SERVER}/api/Command/CreateTask`);
	});

	it('keeps a site path that happens to begin with api', async () => {
		const { url } = await authenticated({ ...withKey, serverUrl: 'https://host/api/VSOC' });
		expect(url).toBe('https://host/api/VSOC/api/Command/CreateTask');
	});

	it.each([
		[''],
		['soar.example.com/MainApp/VSOC'],
		['ftp://host/x'],
		['not an address'],
		[undefined],
	])('%p is refused with an example', async (serverUrl) => {
		await expect(authenticated({ ...withKey, serverUrl: serverUrl as string })).rejects.toThrow(
			/is not a web address.*e\.g\. https:\/\//,
		);
	});

	it('never takes the key to another server', async () => {
		const url = 'https://elsewhere.example.com/MainApp/VSOC/api/Command/CreateTask';
		await expect(authenticated(withKey, { url })).rejects.toThrow(
			/not on https:\/\/soar\.example\.com/,
		);
	});

	it('drops the base address that the credential test brings', async () => {
		const request = await authenticated(withKey, { baseURL: `${SERVER}/api/Command/Other` });
		expect(request.baseURL).toBeUndefined();
		expect(request.url).toBe(`${SERVER}/api/Command/CreateTask`);
	});
});

describe('an API key', () => {
	it('goes bare into d3key', async () => {
		const { headers } = await authenticated(withKey, { headers: { Accept: 'application/json' } });
		expect(headers).toEqual({ Accept: 'application/json', d3key: 'key-of-CreateTask' });
	});

	it('is freed of what pasting adds', async () => {
		const { headers } = await authenticated({ ...withKey, apiKey: ' key-of-CreateTask\n' });
		expect(headers.d3key).toBe('key-of-CreateTask');
	});

	it.each([
		['', 'The API key of the D3 SOAR credential is empty'],
		['two words', 'holds a space'],
		['schlüssel', 'holds a space'],
	])('%p is refused, without being shown', async (apiKey, sentence) => {
		const refusal = authenticated({ ...withKey, apiKey });
		await expect(refusal).rejects.toThrow(sentence);
		await expect(refusal).rejects.not.toThrow(/two words|schlüssel/);
	});
});

// D3 hands out no token: it shows header, payload and secret, and wants HS256.
describe('a JWT that is signed here', () => {
	it('verifies with another library, in all three parts', async () => {
		const { headers } = await authenticated(withSecret);
		const { payload, header } = await read(headers.d3jwt!);
		expect(header).toEqual({ alg: 'HS256', typ: 'JWT' });
		expect(payload).toEqual({ Username: 'Admin', Site: 'Security Operations' });
		await expect(read(headers.d3jwt!, 'another secret')).rejects.toThrow('signature');
	});

	it('has the user and site of the request, not those of the credential', async () => {
		const body = { ...taskBody(), Username: 'jdoe', Site: 'Site 2' };
		const { headers } = await authenticated(withSecret, { body });
		expect((await read(headers.d3jwt!)).payload).toEqual({ Username: 'jdoe', Site: 'Site 2' });
	});

	it('overwrites what was left in the template for user and site', async () => {
		const jwtPayload = { Username: '<your user>', Site: 'Old Site' };
		const { headers } = await authenticated({ ...withSecret, jwtPayload });
		expect((await read(headers.d3jwt!)).payload).toEqual({
			Username: 'Admin',
			Site: 'Security Operations',
		});
	});

	it('says the fields beyond them in the body too, since D3 compares both', async () => {
		const jwtPayload = '{"Username":"","Site":"","Role":"Analyst","Level":3}';
		const { headers, body } = await authenticated({ ...withSecret, jwtPayload });
		const { payload } = await read(headers.d3jwt!);
		expect(payload).toMatchObject({ Role: 'Analyst', Level: 3 });
		expect(body).toEqual({ ...taskBody(), Role: 'Analyst', Level: 3 });
	});

	// Every object of JavaScript answers to these names.
	it('leaves out what only the body has, whatever its name', async () => {
		const body = { ...taskBody(), constructor: 'Acme', toString: 'x' };
		const { headers } = await authenticated(withSecret, { body });
		const { payload } = await read(headers.d3jwt!);
		expect(Object.keys(payload)).toEqual(['Username', 'Site']);
	});

	it('fills an empty Timestamp with the time of the request in UTC', async () => {
		const before = Date.now();
		const jwtPayload = '{"Username":"","Site":"","Timestamp":""}';
		const { headers, body } = await authenticated({ ...withSecret, jwtPayload });
		const { payload } = await read(headers.d3jwt!);
		expect(payload.Timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
		const time = Date.parse(`${String(payload.Timestamp).replace(' ', 'T')}Z`);
		expect(time).toBeGreaterThanOrEqual(Math.floor(before / 1000) * 1000);
		expect(time).toBeLessThanOrEqual(Date.now());
		expect(body.Timestamp).toBe(payload.Timestamp);
	});

	it.each([[''], ['  '], ['<Role>'], ['{{role}}'], ['{role}'], ['[role]'], ['...']])(
		'refuses the placeholder %p in another field',
		async (Role) => {
			const jwtPayload = JSON.stringify({ Username: '', Site: '', Role });
			await expect(authenticated({ ...withSecret, jwtPayload })).rejects.toThrow(
				/placeholder in "Role"/,
			);
		},
	);

	it('signs an empty payload for the ingestion of events', async () => {
		const url = '/api/Data/Kibana/Security%20Operations/CreateEvents';
		const body = { alert: 1 };
		const request = await authenticated(withSecret, { url, body });
		expect((await read(request.headers.d3jwt!)).payload).toEqual({});
		expect(request.body).toEqual({ alert: 1 });
	});

	it.each([
		['jwtPayload', '[1]', /JWT Payload .* is not a JSON object/],
		['jwtPayload', '{', /JWT Payload .* is not a JSON object/],
		['jwtHeader', '', /JWT Header .* is not a JSON object/],
		['jwtHeader', '{"alg":"none"}', /must say "alg": "HS256"/],
		['jwtSecret', ' ', /JWT secret .* is empty/],
	])('refuses %s %p', async (field, value, sentence) => {
		await expect(authenticated({ ...withSecret, [field]: value })).rejects.toThrow(sentence);
	});
});

describe('a ready-made JWT', () => {
	const tokenFor = async (payload: IDataObject) => {
		const { headers } = await authenticated(
			{ ...withSecret, jwtPayload: payload },
			{ body: payload },
		);
		return headers.d3jwt!;
	};

	it('goes bare into d3jwt, also when it was copied with the word Bearer', async () => {
		const jwtToken = await tokenFor({ Username: 'Admin', Site: 'Security Operations' });
		const credential = { ...withKey, authentication: 'jwtToken' as const };
		expect((await authenticated({ ...credential, jwtToken })).headers.d3jwt).toBe(jwtToken);
		expect(
			(await authenticated({ ...credential, jwtToken: `Bearer ${jwtToken}` })).headers.d3jwt,
		).toBe(jwtToken);
		expect(decodeProtectedHeader(jwtToken).alg).toBe('HS256');
	});

	// D3 would answer with a bare 401, which tells nobody that the site is to blame.
	it.each([
		['Site', { Username: 'Admin', Site: 'Other' }],
		['Username', { Username: 'admin', Site: 'Security Operations' }],
	])('is refused where its %s is not that of the request', async (field, payload) => {
		const jwtToken = await tokenFor(payload);
		await expect(
			authenticated({ ...withKey, authentication: 'jwtToken', jwtToken }),
		).rejects.toThrow(`was made for the ${field} "`);
	});

	it('is refused where it is no token', async () => {
		await expect(
			authenticated({ ...withKey, authentication: 'jwtToken', jwtToken: 'abc' }),
		).rejects.toThrow('is not a JSON Web Token');
	});
});

// n8n's HTTP Request node gives the address as `uri` and the body as an object or as text.
describe("n8n's HTTP Request node", () => {
	const uri = `${SERVER}/api/Command/GetIncidents`;

	it('is served with the address in uri and a body of text', async () => {
		const request = await authenticated(withSecret, {
			url: undefined as never,
			uri,
			body: '{"CommandParams":{}}',
		});
		expect(request.uri).toBe(uri);
		expect(request.url).toBeUndefined();
		expect(JSON.parse(request.body as unknown as string)).toEqual({
			Username: 'Admin',
			Site: 'Security Operations',
			CommandParams: {},
		});
		const { payload } = await read(request.headers.d3jwt!);
		expect(payload).toEqual({ Username: 'Admin', Site: 'Security Operations' });
	});

	it('is served with an object, and keeps what the builder says', async () => {
		const request = await authenticated(withKey, {
			url: undefined as never,
			uri,
			body: { Username: 'jdoe', CommandParams: {} },
		});
		expect(request.body).toEqual({
			Username: 'jdoe',
			Site: 'Security Operations',
			CommandParams: {},
		});
	});
});

describe('Ignore SSL Issues', () => {
	it('is off unless it is on', async () => {
		const request = await authenticated({ ...withKey, ignoreSslIssues: false });
		expect(request.skipSslCertificateValidation).toBeUndefined();
	});

	it('reaches both kinds of request', async () => {
		const credential = { ...withKey, ignoreSslIssues: true };
		expect((await authenticated(credential)).skipSslCertificateValidation).toBe(true);
		expect(
			(await authenticated(credential, { url: undefined as never, uri: SERVER }))
				.rejectUnauthorized,
		).toBe(false);
	});
});
