import { Expression, type IDataObject } from 'n8n-workflow';

import { credentialTest } from '../../credentials/credentialTest.ts';
import { DOCUMENTED_ERRORS } from '../simulator/responses.mts';

/** What the test button of the credential sends and says. Other tests press it on a real n8n. */

const { request, rules } = credentialTest;
const NOT_D3 =
	'The server did not respond like the D3 API. Check the Server URL: it must end with the site path, e.g. https://soar.example.com/MainApp/VSOC, and match the Request URL shown in D3, not a login page or proxy.';

describe('the request', () => {
	const resolved = (text: unknown, $credentials: IDataObject) =>
		new Expression('UTC').resolveSimpleParameterValue(
			text as string,
			{ $credentials } as never,
			false,
		);

	// D3 returns 400 for a body that is no object, whatever the command: users must be able to press the button at any time.
	it('the credential test sends a JSON body without parameters, so that no command can run', () => {
		expect(typeof JSON.parse(request.body as string)).toBe('string');
		expect(request).toMatchObject({
			method: 'POST',
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		});
	});

	it.each([
		['GetIncidents', '/api/Command/GetIncidents'],
		['My Command/2', '/api/Command/My%20Command%2F2'],
		// A credential that was saved without it.
		['', '/api/Command/CreateTask'],
		[undefined, '/api/Command/CreateTask'],
	])(
		'the credential test with the Test Command %p calls the command that the key was made for',
		(testCommand, path) => {
			const serverUrl = 'https://soar.example.com/MainApp/VSOC';
			expect(resolved(request.baseURL, { serverUrl })).toBe(serverUrl);
			expect(resolved(request.url, { testCommand })).toBe(path);
		},
	);

	it('the credential test follows no redirect with the key, and has a timeout', () => {
		expect(request).toMatchObject({ disableFollowRedirect: true, timeout: 30_000 });
	});
});

describe('the message', () => {
	const statusRules = rules!.filter(({ type }) => type === 'responseCode');
	const messageFor = (status: number) =>
		(statusRules.map(({ properties }) => properties) as IDataObject[])
			.filter(({ value }) => value === status)
			.map(({ message }) => message);

	const REJECTED =
		'D3 rejected the key, secret or token for the command in Test Command. Check that it was generated for this command and, with JWT, that the Username was granted it. A firewall or web server in front of D3 can respond like this too.';
	const failed = (status: number) =>
		`D3 returned HTTP ${status}, so the key could not be checked. Try again later; if it keeps happening, contact your D3 administrator.`;

	it.each([
		[401, REJECTED],
		[403, REJECTED],
		[402, NOT_D3],
		[404, NOT_D3],
		[499, NOT_D3],
		// The key may be right, so nobody should create another.
		[429, "D3's rate limit was reached. Wait a minute and test again."],
		[500, failed(500)],
		[503, failed(503)],
		[599, failed(599)],
	])(
		'the credential test has one message for HTTP status %p that says what to do',
		(status, message) => {
			expect(messageFor(status)).toEqual([message]);
		},
	);

	// D3 returns 400 for this body once it has accepted the key.
	it('the credential test succeeds on a 400, and on no other error status', () => {
		expect(messageFor(400)).toEqual([]);
		expect(messageFor(600)).toEqual([]);
		expect(request.ignoreHttpStatusErrors).toEqual({
			ignore: true,
			except: statusRules.map(({ properties }) => (properties as IDataObject).value),
		});
		expect(statusRules).toHaveLength(199);
	});

	// n8n up to 2.8 looks at no status then.
	it.each([
		[DOCUMENTED_ERRORS.invalidKey, REJECTED],
		[DOCUMENTED_ERRORS.rateLimited, "D3's rate limit was reached. Wait a minute and test again."],
		[DOCUMENTED_ERRORS.unexpected, failed(500)],
	])(
		'the credential test fails by the words that D3 documents, with the same message as by the status: %p',
		({ status, text }, sentence) => {
			const { Error: value } = JSON.parse(text) as { Error: string };
			expect(rules).toContainEqual({
				type: 'responseSuccessBody',
				properties: { key: 'Error', value, message: sentence },
			});
			expect(messageFor(status)).toEqual([sentence]);
		},
	);

	// A portal in between may return 200 for everything.
	it('the credential test says that a server is not D3 if its response lacks the field Error', () => {
		expect(rules!.at(-1)).toEqual({
			type: 'responseSuccessBody',
			properties: { key: 'Error', value: undefined, message: NOT_D3 },
		});
	});
});
