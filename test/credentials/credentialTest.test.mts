import { Expression, type IDataObject } from 'n8n-workflow';

import { credentialTest } from '../../credentials/credentialTest.ts';
import { DOCUMENTED_ERRORS } from '../simulator/responses.mts';

/** What the test button of the credential sends, and says. On a real n8n it is pressed elsewhere. */

const { request, rules } = credentialTest;
const NOT_D3 =
	'This address does not answer as the D3 API does. Check the Server URL: it ends with the site path, e.g. https://soar.example.com/MainApp/VSOC, and must be the address that D3 shows as Request URL, not that of a login page or a proxy.';

describe('the request', () => {
	const resolved = (text: unknown, $credentials: IDataObject) =>
		new Expression('UTC').resolveSimpleParameterValue(
			text as string,
			{ $credentials } as never,
			false,
		);

	// D3 answers 400 to a body that is no object, whatever the command: people press this button at will.
	it('has a body of JSON in which nothing can be a parameter', () => {
		expect(typeof JSON.parse(request.body as string)).toBe('string');
		expect(request).toMatchObject({
			method: 'POST',
			headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
		});
	});

	it.each([
		['GetIncidents', '/api/Command/GetIncidents'],
		['My Command/2', '/api/Command/My%20Command%2F2'],
		// One of the credentials that were saved without it.
		['', '/api/Command/CreateTask'],
		[undefined, '/api/Command/CreateTask'],
	])('calls the command %p, for which the key was made', (testCommand, address) => {
		const serverUrl = 'https://soar.example.com/MainApp/VSOC';
		expect(resolved(request.baseURL, { serverUrl })).toBe(serverUrl);
		expect(resolved(request.url, { testCommand })).toBe(address);
	});

	it('is not led elsewhere with the key, and does not wait for ever', () => {
		expect(request).toMatchObject({ disableFollowRedirect: true, timeout: 30_000 });
	});
});

describe('what is said', () => {
	const statusRules = rules!.filter(({ type }) => type === 'responseCode');
	const sentenceFor = (status: number) =>
		(statusRules.map(({ properties }) => properties) as IDataObject[])
			.filter(({ value }) => value === status)
			.map(({ message }) => message);

	const REJECTED =
		'D3 rejected the key, secret or token. Check that it was generated on the page of the command named in Test Command, and, with JWT, that Username may use it.';
	const failed = (status: number) =>
		`The D3 server failed with HTTP status ${status}. Try again later; if it goes on, ask your D3 administrator. The key could not be checked.`;

	it.each([
		[401, REJECTED],
		[403, REJECTED],
		[402, NOT_D3],
		[404, NOT_D3],
		[499, NOT_D3],
		// The key may be right: nobody must go and make another.
		[429, 'D3 limits the rate of requests at the moment. Wait a minute and test again.'],
		[500, failed(500)],
		[503, failed(503)],
		[599, failed(599)],
	])('to the status %p is one sentence that tells what to do', (status, sentence) => {
		expect(sentenceFor(status)).toEqual([sentence]);
	});

	// A 400 is D3's answer to this body once it has taken the key.
	it('to a 400 is nothing, and n8n lets it through alone', () => {
		expect(sentenceFor(400)).toEqual([]);
		expect(sentenceFor(600)).toEqual([]);
		expect(request.ignoreHttpStatusErrors).toEqual({
			ignore: true,
			except: statusRules.map(({ properties }) => (properties as IDataObject).value),
		});
		expect(statusRules).toHaveLength(199);
	});

	// n8n up to 2.8 looks at no status then.
	it.each([
		[DOCUMENTED_ERRORS.invalidKey, REJECTED],
		[
			DOCUMENTED_ERRORS.rateLimited,
			'D3 limits the rate of requests at the moment. Wait a minute and test again.',
		],
		[DOCUMENTED_ERRORS.unexpected, failed(500)],
	])(
		'to the words that D3 documents for its status is the same: %p',
		({ status, text }, sentence) => {
			const { Error: value } = JSON.parse(text) as { Error: string };
			expect(rules).toContainEqual({
				type: 'responseSuccessBody',
				properties: { key: 'Error', value, message: sentence },
			});
			expect(sentenceFor(status)).toEqual([sentence]);
		},
	);

	// A portal in between answers 200 to everything.
	it('to an answer without the field that D3 always has is that it is not D3', () => {
		expect(rules!.at(-1)).toEqual({
			type: 'responseSuccessBody',
			properties: { key: 'Error', value: undefined, message: NOT_D3 },
		});
	});
});
