import { decodeProtectedHeader, jwtVerify } from 'jose';
import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { D3SoarApi } from '../../credentials/D3SoarApi.credentials.ts';
import type { D3SoarCredential } from '../../credentials/credential.ts';

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

/** What an independent library reads in a token. */
async function read(token: string, secret = SECRET) {
	const { payload, protectedHeader } = await jwtVerify(token, new TextEncoder().encode(secret));
	return { payload, header: protectedHeader };
}

// Users paste what D3 shows them, which is the URL of one command.
describe('the Server URL', () => {
	it.each([
		[SERVER],
		[`${SERVER}/`],
		[`  ${SERVER}//\n`],
		[`${SERVER}/api/Command/CreateTask`],
		[`${SERVER}/api/command/CreateTask?x=1#y`],
		[`${SERVER}/api/Data/Kibana/Security%20Operations/CreateEvents`],
		[`${SERVER}/api/Command`],
		[`${SERVER}/api/`],
	])('takes the server and the site path from the pasted URL %p', async (serverUrl) => {
		const { url } = await authenticated({ ...withKey, serverUrl });
		expect(url).toBe(`${SERVER}/api/Command/CreateTask`);
	});

	it('keeps a site path that happens to start with api', async () => {
		const { url } = await authenticated({ ...withKey, serverUrl: 'https://host/api/VSOC' });
		expect(url).toBe('https://host/api/VSOC/api/Command/CreateTask');
	});

	it.each([[''], ['soar.example.com/MainApp/VSOC'], ['ftp://host/x'], ['not a URL'], [undefined]])(
		'rejects the Server URL %p with an example of a good one',
		async (serverUrl) => {
			await expect(authenticated({ ...withKey, serverUrl: serverUrl as string })).rejects.toThrow(
				/is not a valid URL.*e\.g\. https:\/\//,
			);
		},
	);

	it('never sends the key to another server', async () => {
		const url = 'https://elsewhere.example.com/MainApp/VSOC/api/Command/CreateTask';
		await expect(authenticated(withKey, { url })).rejects.toThrow(
			/not on https:\/\/soar\.example\.com/,
		);
	});

	it('ignores the base URL that the credential test adds', async () => {
		const request = await authenticated(withKey, { baseURL: `${SERVER}/api/Command/Other` });
		expect(request.baseURL).toBeUndefined();
		expect(request.url).toBe(`${SERVER}/api/Command/CreateTask`);
	});
});

describe('an API key', () => {
	const EMPTY = 'The API key of the D3 SOAR credential is empty';
	const STRANGE =
		'The API key of the D3 SOAR credential contains a space, line break or other invalid character. Copy it again.';

	it('sends an API key by itself in the header d3key', async () => {
		const { headers } = await authenticated(withKey, { headers: { Accept: 'application/json' } });
		expect(headers).toEqual({ Accept: 'application/json', d3key: 'key-of-CreateTask' });
	});

	it('removes blanks and line breaks that pasting adds to an API key', async () => {
		const { headers } = await authenticated({ ...withKey, apiKey: ' key-of-CreateTask\n' });
		expect(headers.d3key).toBe('key-of-CreateTask');
	});

	it.each([
		['', EMPTY],
		[undefined, EMPTY],
		[' \n', EMPTY],
		['two words', STRANGE],
		['schlüssel', STRANGE],
		['keyBearer of', STRANGE],
	])('rejects the API key %p without showing it', async (apiKey, message) => {
		await expect(authenticated({ ...withKey, apiKey: apiKey as string })).rejects.toMatchObject({
			message,
		});
	});

	it('adds the API key to a request without a body', async () => {
		const request = await authenticated(withKey, { body: undefined, method: 'GET' });
		expect(request.headers).toEqual({ d3key: 'key-of-CreateTask' });
		expect(request.body).toBeUndefined();
	});

	// D3 would look for a site of that name, with its blanks.
	it('names the user and the site of the credential without blanks around them', async () => {
		const padded = { username: ' Admin ', site: ' Security Operations\n' };
		const expected = { Username: 'Admin', Site: 'Security Operations' };
		const { body } = await authenticated(
			{ ...withKey, ...padded },
			{ body: { CommandParams: {} } },
		);
		expect(body).toMatchObject(expected);
		const signed = await authenticated({ ...withSecret, ...padded }, { body: '"a text"' });
		expect((await read(signed.headers.d3jwt!)).payload).toEqual(expected);
	});

	// The test button sends a text that D3 rejects.
	it.each([['"a text"'], ['a=b']])('leaves the body %p unchanged', async (body) => {
		expect((await authenticated(withKey, { body })).body).toBe(body);
	});

	it('sends a request without a URL to the server itself', async () => {
		expect((await authenticated(withKey, { url: undefined as never })).url).toBe(`${SERVER}/`);
	});
});

// D3 issues no token: it shows header, payload and secret, and wants HS256.
describe('a JWT signed by n8n', () => {
	it('signs a JWT that another library verifies in all three parts', async () => {
		const { headers } = await authenticated(withSecret);
		const { payload, header } = await read(headers.d3jwt!);
		expect(header).toEqual({ alg: 'HS256', typ: 'JWT' });
		expect(payload).toEqual({ Username: 'Admin', Site: 'Security Operations' });
		await expect(read(headers.d3jwt!, 'another secret')).rejects.toThrow('signature');
	});

	it('signs the user and site of the request, not those of the credential', async () => {
		const body = { ...taskBody(), Username: 'jdoe', Site: 'Site 2' };
		const { headers } = await authenticated(withSecret, { body });
		expect((await read(headers.d3jwt!)).payload).toEqual({ Username: 'jdoe', Site: 'Site 2' });
	});

	it('overwrites the user and site that were left in the JWT Payload', async () => {
		const jwtPayload = { Username: '<your user>', Site: 'Old Site' };
		const { headers } = await authenticated({ ...withSecret, jwtPayload });
		expect((await read(headers.d3jwt!)).payload).toEqual({
			Username: 'Admin',
			Site: 'Security Operations',
		});
	});

	it('adds further fields of the JWT Payload to the body, since D3 compares both', async () => {
		const jwtPayload = '{"Username":"","Site":"","Role":"Analyst","Level":3}';
		const { headers, body } = await authenticated({ ...withSecret, jwtPayload });
		const { payload } = await read(headers.d3jwt!);
		expect(payload).toMatchObject({ Role: 'Analyst', Level: 3 });
		expect(body).toEqual({ ...taskBody(), Role: 'Analyst', Level: 3 });
	});

	// Every JavaScript object has properties of these names.
	it('signs no field that only the body has, whatever its name', async () => {
		const body = { ...taskBody(), constructor: 'Acme', toString: 'x' };
		const { headers } = await authenticated(withSecret, { body });
		const { payload } = await read(headers.d3jwt!);
		expect(Object.keys(payload)).toEqual(['Username', 'Site']);
	});

	it('signs the time of the request in UTC for an empty Timestamp', async () => {
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
		'rejects a JWT Payload that holds the placeholder %p in another field',
		async (Role) => {
			const jwtPayload = JSON.stringify({ Username: '', Site: '', Role });
			await expect(authenticated({ ...withSecret, jwtPayload })).rejects.toThrow(
				/placeholder in "Role"/,
			);
		},
	);

	it('signs the user and site of the credential if the request has no body', async () => {
		const request = await authenticated(withSecret, { body: undefined });
		expect((await read(request.headers.d3jwt!)).payload).toEqual({
			Username: 'Admin',
			Site: 'Security Operations',
		});
		expect(request.body).toBeUndefined();
	});

	// The characters of a secret are its key: unlike in a token, any of them may occur.
	it('signs with the whole secret, even if it holds blanks and the word Bearer', async () => {
		const jwtSecret = 'a Bearer schlüssel';
		const { headers } = await authenticated({ ...withSecret, jwtSecret });
		expect(await read(headers.d3jwt!, jwtSecret)).toMatchObject({ header: { alg: 'HS256' } });
	});

	it('signs an empty payload for event ingestion', async () => {
		const url = '/api/Data/Kibana/Security%20Operations/CreateEvents';
		const body = { alert: 1 };
		const request = await authenticated(withSecret, { url, body });
		expect((await read(request.headers.d3jwt!)).payload).toEqual({});
		expect(request.body).toEqual({ alert: 1 });
	});

	it.each([
		['jwtPayload', '[1]', 'The JWT Payload of the D3 SOAR credential is not a JSON object'],
		['jwtPayload', '{', 'The JWT Payload of the D3 SOAR credential is not a JSON object'],
		['jwtHeader', '', 'The JWT Header of the D3 SOAR credential is not a JSON object'],
		['jwtHeader', '{"alg":"none"}', 'must contain "alg": "HS256"'],
		['jwtSecret', ' ', 'The JWT secret of the D3 SOAR credential is empty'],
	])('rejects a credential whose %s is %p', async (field, value, message) => {
		await expect(authenticated({ ...withSecret, [field]: value })).rejects.toThrow(message);
	});
});

describe('an existing JWT', () => {
	const part = (value: IDataObject) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const tokenFor = async (payload: IDataObject) => {
		const { headers } = await authenticated(
			{ ...withSecret, jwtPayload: payload },
			{ body: payload },
		);
		return headers.d3jwt!;
	};

	it('sends an existing JWT by itself in the header d3jwt, even if it was copied with the word Bearer', async () => {
		const jwtToken = await tokenFor({ Username: 'Admin', Site: 'Security Operations' });
		const credential = { ...withKey, authentication: 'jwtToken' as const };
		expect((await authenticated({ ...credential, jwtToken })).headers.d3jwt).toBe(jwtToken);
		expect(
			(await authenticated({ ...credential, jwtToken: `Bearer  ${jwtToken}` })).headers.d3jwt,
		).toBe(jwtToken);
		expect(decodeProtectedHeader(jwtToken).alg).toBe('HS256');
	});

	// D3 would return a plain 401, which does not say that the site is wrong.
	it.each([
		['Site', { Username: 'Admin', Site: 'Other' }, '"Other"', '"Security Operations"'],
		['Username', { Username: 'admin', Site: 'Security Operations' }, '"admin"', '"Admin"'],
	])(
		'rejects an existing JWT whose %s is not that of the request',
		async (field, payload, its, asked) => {
			const jwtToken = await tokenFor(payload);
			await expect(
				authenticated({ ...withKey, authentication: 'jwtToken', jwtToken }),
			).rejects.toThrow(
				`The JWT of the D3 SOAR credential was issued for the ${field} ${its}, but this request uses ${asked}. Use a token issued for ${asked}, or choose JWT (Signed by n8n).`,
			);
		},
	);

	it.each([
		['names neither user nor site', { Role: 'Analyst' }, taskBody()],
		['names a site, for a request that names none', { Site: 'A' }, { alert: 1 }],
		['names a user and a site, for a request without a body', { Username: 'x' }, undefined],
	])('accepts an existing JWT that %s', async (_, payload, body) => {
		const jwtToken = `${part({ alg: 'HS256' })}.${part(payload)}.signature`;
		const request = await authenticated(
			{ ...withKey, authentication: 'jwtToken', jwtToken },
			{ url: '/api/Data/Kibana/A/CreateEvents', body },
		);
		expect(request.headers.d3jwt).toBe(jwtToken);
	});

	it.each([
		['not a token', 'abc', 'is not a valid JSON Web Token'],
		['empty', '', 'The JWT of the D3 SOAR credential is empty'],
	])('rejects an existing JWT that is %s', async (_, jwtToken, message) => {
		await expect(
			authenticated({ ...withKey, authentication: 'jwtToken', jwtToken }),
		).rejects.toThrow(message);
	});
});

// n8n's HTTP Request node gives the URL as `uri` and the body as an object or as text.
describe("n8n's HTTP Request node", () => {
	const uri = `${SERVER}/api/Command/GetIncidents`;

	it("authenticates a request of n8n's HTTP Request node with uri and a text body", async () => {
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

	it('takes a Username and a Site that an expression of the credential gives as a number', async () => {
		const credential = { ...withKey, username: 7, site: 42 } as never;
		const { body } = await authenticated(credential, { body: { CommandParams: {} } });
		expect(body).toMatchObject({ Username: '7', Site: '42' });
	});

	it("keeps the user that a body of n8n's HTTP Request node names, and adds the site", async () => {
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

// The node shows and stores its request, and masks only what the credential holds word for word.
it("leaves no key or token in the request that n8n's HTTP Request node shows and stores", async () => {
	for (const credential of [withSecret, { ...withKey, apiKey: `${withKey.apiKey}\n` }]) {
		const given = {
			uri: `${SERVER}/api/Command/GetIncidents`,
			headers: { a: 'b' },
			body: taskBody(),
		};
		const request = (await new D3SoarApi().authenticate(
			credential as never,
			given as never,
		)) as Request;
		expect(given.headers).toEqual({ a: 'b' });
		expect(Object.keys(request.headers!).sort()).toEqual([
			'a',
			credential === withSecret ? 'd3jwt' : 'd3key',
		]);
	}
});

// n8n would send our header to wherever a redirect points.
it('lets no request follow a redirect, since its target would receive the key', async () => {
	const uri = `${SERVER}/api/Command/GetIncidents`;
	expect(
		await authenticated(withKey, { url: undefined as never, uri, followRedirect: true } as never),
	).toMatchObject({ followRedirect: false, followAllRedirects: false });
	expect(await authenticated(withKey)).toMatchObject({ disableFollowRedirect: true });
});

// JavaScript rounds numbers of more than sixteen digits: they would name another event or file.
describe('a text body', () => {
	const bodyOf = async (url: string, body: string, credential = withKey) =>
		(await authenticated(credential, { url, body: body as never })).body;

	it.each([
		['/api/Data/Kibana/Site/CreateEvents', '{"id": 9007199254740993123}'],
		[
			'/api/Command/GetEvents',
			'{"Username":"a","Site":"b","CommandParams":{"id":9007199254740993123}}',
		],
	])('leaves a text body unchanged if nothing is missing: %s', async (url, body) => {
		expect(await bodyOf(url, body)).toBe(body);
	});

	it.each([
		['Username', '{"Username":null,"Site":"b"}', { Username: 'Admin', Site: 'b' }],
		['Site', '{"Username":"a"}', { Username: 'a', Site: 'Security Operations' }],
	])('adds a missing %s to a text body', async (_what, body, whole) => {
		expect(JSON.parse(String(await bodyOf('/api/Command/GetEvents', body)))).toEqual(whole);
	});

	it('keeps every other byte of a text body to which something is added', async () => {
		const body = '{ "Username":null, "CommandParams": {"id": 9007199254740993123, "x": 1.0} }';
		expect(await bodyOf('/api/Command/GetEvents', body)).toBe(
			'{"Site":"Security Operations", "Username":"Admin", "CommandParams": {"id": 9007199254740993123, "x": 1.0} }',
		);
		const jwtPayload = '{"Username":"","Site":"","Level":1}';
		expect(
			await bodyOf('/api/Command/GetEvents', body, { ...withSecret, jwtPayload } as never),
		).toBe(
			'{"Site":"Security Operations","Level":1, "Username":"Admin", "CommandParams": {"id": 9007199254740993123, "x": 1.0} }',
		);
	});

	it('adds the fields of the signed payload to a text body', async () => {
		const jwtPayload = '{"Username":"","Site":"","Level":1}';
		const body = await bodyOf('/api/Command/GetEvents', '{"Username":"a","Site":"b"}', {
			...withSecret,
			jwtPayload,
		} as never);
		expect(JSON.parse(String(body))).toEqual({ Username: 'a', Site: 'b', Level: 1 });
	});
});

describe('Ignore SSL Issues', () => {
	it('checks certificates unless Ignore SSL Issues is on', async () => {
		const request = await authenticated({ ...withKey, ignoreSslIssues: false });
		expect(request.skipSslCertificateValidation).toBeUndefined();
	});

	it("Ignore SSL Issues applies to requests of this package and of n8n's HTTP Request node", async () => {
		const credential = { ...withKey, ignoreSslIssues: true };
		const request = await authenticated(credential);
		expect(request.skipSslCertificateValidation).toBe(true);
		expect(request).not.toHaveProperty('rejectUnauthorized');
		expect(
			(await authenticated(credential, { url: undefined as never, uri: SERVER }))
				.rejectUnauthorized,
		).toBe(false);
	});
});
