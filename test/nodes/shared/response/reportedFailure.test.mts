import type { Idempotency } from '../../../../nodes/shared/command.ts';
import { parseResponse } from '../../../../nodes/shared/response/parse.ts';
import {
	reportedFailure,
	bulkResultFor,
} from '../../../../nodes/shared/response/reportedFailure.ts';
import { messageFromBody } from '../../../../nodes/shared/response/messageFromBody.ts';

const failure = (response: object, idempotency: Idempotency = 'notIdempotent') =>
	reportedFailure(response as never, idempotency);

// A failure taken for a success loses a task; a success taken for a failure creates it twice.
describe('the outcome in a 200 response', () => {
	it.each([
		['Successful', { error: '', returnData: 'Successful' }],
		['Succeed', { error: '', returnData: 'Succeed' }],
		['Status: Successful', { error: '', returnData: { Status: 'Successful' } }],
		[
			'an array with Status: Successful',
			{ error: '', returnData: [{ Status: 'Successful', Data: [] }] },
		],
		['true', { error: '', returnData: true }],
		['an empty returnData', { error: '', returnData: '' }],
		['plain data in returnData', { error: '', returnData: { urls: [] } }],
		['data that mentions a failure', { error: '', rawData: { Title: 'Failed logins' } }],
		['a list with one text that looks like a failure', { returnData: ['fail2ban.example'] }],
		['rows that succeeded', { contextData: [{ Result: 'Successful' }, { result: 'Succeed' }] }],
		['a row about failed logins', { contextData: [{ Title: 'Failed logins' }] }],
		['no error field', { returnData: 'Successful' }],
		['one blank in error', { error: ' ', returnData: 'Successful' }],
		['error: null', { error: null, returnData: 'Successful' }],
		['two blanks in error', { error: '  ', returnData: 'Successful' }],
		[
			'several rows that have a Status of their own',
			{ returnData: [{ Status: 'Failed' }, { Status: 'Open' }] },
		],
		['error: false', { error: false, returnData: 'Successful' }],
		['success: true in contextData', { contextData: { success: true, message: 'Done' } }],
		['"partial" later in returnData', { returnData: 'Not partial' }],
		['"failures" later in returnData', { returnData: 'No failures' }],
	])('reads a 200 response as a success: %s', (_label, response) => {
		expect(failure(response)).toBeUndefined();
	});

	it.each([
		['a text in error', { error: 'no such site', returnData: 'Successful' }, 'no such site'],
		['an object in error', { error: { code: 7 } }, '{"code":7}'],
		['true in error', { error: true }, 'true'],
		['Failed', { error: '', returnData: 'Failed' }, 'Failed'],
		['Failed between blanks', { returnData: ' Failed ' }, 'Failed'],
		[
			'Failed between blanks in a row',
			{ contextData: [{ 'Incident Number': '1', Result: ' Failed ' }] },
			'1: Failed',
		],
		[
			'Failed in the only row, beside entries that are not rows',
			{ contextData: ['x', { Result: 'Failed', event: 'e-1' }, null] },
			'Failed: e-1',
		],
		['Status: Failed', { returnData: { Status: 'Failed' } }, 'Failed'],
		[
			'Failed with an empty error row',
			{ returnData: { Status: 'Failed', ErrorData: [{}] } },
			'Failed',
		],
		['Failed in an array of one', { returnData: [{ Status: 'Failed' }] }, 'Failed'],
		['Failed in JSON text', { returnData: '{"Status":"Failed"}' }, 'Failed'],
		[
			'Failed in every row',
			{ contextData: [{ 'Incident Number': '1', Result: 'Failed' }] },
			'1: Failed',
		],
		[
			'success: false in contextData',
			{ returnData: 'Successful', contextData: { success: false, message: 'no license' } },
			'no license',
		],
	])('finds the failure in a 200 response: %s', (_label, response, message) => {
		expect(failure(response)).toEqual({ partial: false, message });
	});

	// A log that records a failure was still read successfully.
	it('does not take the only row that a command read for a failure, unless it is a status report', () => {
		const row = { returnData: [{ User: 'jdoe', Status: 'Failed login' }] };
		expect(failure(row, 'readOnly')).toBeUndefined();
		expect(failure(row, 'notIdempotent')?.message).toBe('Failed login');
		expect(failure({ returnData: [{ Status: 'Failed' }] }, 'readOnly')?.message).toBe('Failed');
		const report = { Status: 'Failed', Data: [], ErrorData: [] };
		expect(failure({ returnData: [report] }, 'readOnly')?.message).toBe('Failed');
		expect(failure({ returnData: { Status: 'Failed', User: 'x' } }, 'readOnly')?.message).toBe(
			'Failed',
		);
	});

	it('does not take the rows that a read-only command returns for its outcome', () => {
		const contextData = [{ user: 'jdoe', result: 'failure' }];
		expect(failure({ returnData: 'Successful', contextData }, 'readOnly')).toBeUndefined();
		expect(failure({ returnData: 'Successful', contextData }, 'notIdempotent')?.message).toBe(
			'jdoe: failure',
		);
		expect(failure({ returnData: 'Failed', contextData }, 'readOnly')?.message).toBe('Failed');
	});

	it('reports a partial success with the rows that failed', () => {
		const returnData = {
			Status: 'Partially Successful',
			ErrorData: [
				{ 'Incident Number': '1', 'Error message': 'locked.' },
				{ 'Incident Number': '2', 'Error message': 'gone.' },
			],
		};
		expect(failure({ error: '', returnData })).toEqual({
			partial: true,
			message: '1: locked; 2: gone.',
		});
		const contextData = [
			{ incidentNumber: '1', result: 'Successful' },
			{ incidentNumber: '2', result: 'Error: locked' },
		];
		expect(failure({ returnData: 'Successful', contextData })).toEqual({
			partial: true,
			message: '2: Error: locked',
		});
		expect(failure({ returnData: 'Partially Successful' })).toEqual({
			partial: true,
			message: 'Partially Successful',
		});
	});
});

describe('a response about several incidents', () => {
	const row = (number: string, Result: string) => ({ 'Incident Number': number, Result });

	// A locked incident must not fail the others, nor succeed with them.
	it('gives each incident only its own rows of a bulk response', () => {
		const response = {
			returnData: {
				Status: 'Partially Successful',
				ErrorData: [
					{ 'Incident Number': '2', 'Error message': 'locked' },
					{ 'Incident Number': '9', 'Error message': 'gone' },
				],
			},
			contextData: [
				row('1', 'Successful'),
				row('3', 'Failed'),
				row('8', 'Failed'),
				row('7', 'Successful'),
			],
		};
		expect(bulkResultFor(response as never, ['1', '2', '3', '4'])).toEqual({
			succeeded: [row('1', 'Successful')],
			rejected: ['2: locked', '3: Failed'],
			missing: ['4'],
		});
	});

	it('reports no incident as missing when the response names none', () => {
		const contextData = [{ Title: 'x' }];
		expect(bulkResultFor({ contextData } as never, ['1']).missing).toEqual([]);
	});

	it.each([
		['Incident Number', true],
		['incidentNumber', true],
		['IncidentNumber', true],
		['Parent Incident Number', false],
		['Incident Numbers', false],
		['Number', false],
	])('matches a row to its incident by the field %p: %p', (name, isKnown) => {
		const { succeeded } = bulkResultFor({ contextData: [{ [name]: '1' }] } as never, ['1']);
		expect(succeeded).toHaveLength(isKnown ? 1 : 0);
	});

	it('joins the messages of several failed rows', () => {
		const contextData = [row('1', 'Failed'), row('2', 'Error')];
		expect(failure({ contextData })?.message).toBe('1: Failed; 2: Error');
	});
});

// A JSON object may have a field called toString, which JavaScript would call.
it('takes neither an object nor a missing value for an incident number', () => {
	const rows = [{ 'Incident Number': { toString: '' } }, { Title: 'x' }];
	expect(bulkResultFor({ contextData: rows } as never, ['1', ''])).toEqual({
		succeeded: [],
		rejected: [],
		missing: [],
	});
});

describe('a body that is not from D3', () => {
	it.each([
		['[1]'],
		['"x"'],
		['5'],
		['null'],
		[''],
		['{'],
		['{"Error":"x"}'],
		['{"refresh":1}'],
		['<html>'],
	])('does not take %p for a response of D3', (text) =>
		expect(parseResponse(text)).toBeUndefined(),
	);
});

it('parses a response after a byte order mark', () => {
	expect(parseResponse('\uFEFF{"error":""}')).toEqual({ error: '' });
});

// Anybody who sends an email can put text into D3's data.
it.each([
	['written plainly', '__proto__'],
	['with an escaped letter', '__pr\\u006Fto__'],
	['with an escaped underscore', '\\u005f_proto__'],
])('drops a __proto__ field, which could pollute every object: %s', (_how, name) => {
	const response = parseResponse(`{"error":"","rawData":{"${name}":{"polluted":true},"a":1}}`);
	expect(response).toEqual({ error: '', rawData: { a: 1 } });
	expect(Object.assign({}, response?.rawData)).not.toHaveProperty('polluted');
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

describe("D3's message", () => {
	it.each([
		['{"Error": "Invalid authentication key."}', 'Invalid authentication key.'],
		['{"message":"nope"}', 'nope'],
		['<html><head><title>\n 502 Bad Gateway </title></head></html>', '502 Bad Gateway'],
		['<p>Service <b>down</b></p>', 'Service down'],
		['<title lang="en">Sign in</title>', 'Sign in'],
		['<title lang="en">Sign in</title><p>Password</p>', 'Sign in'],
		['<title>x</title>', 'x'],
		['one<br>two', 'one two'],
		['{"Error":"  locked  "}', 'locked'],
		['{"message":null}', '{"message":null}'],
		['{"message":""}', '{"message":""}'],
		['', ''],
	])("extracts D3's message from the body %p: %p", (text, expected) =>
		expect(messageFromBody(text)).toBe(expected),
	);

	it('looks for a message only at the beginning of a long body', () => {
		expect(messageFromBody(`${'x '.repeat(5000)}<title>late</title>`)).toMatch(/^x x /);
	});

	it('reads a message from a long page without cutting a character in half', () => {
		expect(messageFromBody(`<p ${'x'.repeat(9_995)}>👍🏽`)).toBe('');
	});

	it('truncates long messages, which would fill the screen', () => {
		expect(messageFromBody('x'.repeat(300))).toHaveLength(300);
		expect(messageFromBody('x'.repeat(5000))).toHaveLength(301);
		const contextData = Array.from({ length: 5000 }, () => ({
			incidentNumber: 1,
			result: 'Failed',
		}));
		expect(failure({ contextData })?.message).toHaveLength(2001);
	});
});
