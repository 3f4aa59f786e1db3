import type { Idempotency } from '../../../../nodes/shared/command.ts';
import { parseResponse } from '../../../../nodes/shared/response/parse.ts';
import {
	reportedFailure,
	bulkResultFor,
	messageFromBody,
} from '../../../../nodes/shared/response/reportedFailure.ts';

const failure = (answer: object, idempotency: Idempotency = 'notIdempotent') =>
	reportedFailure(answer as never, idempotency);

// A failure taken for a success loses a task, a success taken for a failure makes it twice.
describe('D3 says in a 200', () => {
	it.each([
		['Successful', { error: '', returnData: 'Successful' }],
		['Succeed', { error: '', returnData: 'Succeed' }],
		['Status: Successful', { error: '', returnData: { Status: 'Successful' } }],
		['an array of that', { error: '', returnData: [{ Status: 'Successful', Data: [] }] }],
		['true', { error: '', returnData: true }],
		['nothing', { error: '', returnData: '' }],
		['bare data', { error: '', returnData: { urls: [] } }],
		['data with a word of failure in it', { error: '', rawData: { Title: 'Failed logins' } }],
		['a list of one text that reads like a failure', { returnData: ['fail2ban.example'] }],
		['rows that succeeded', { contextData: [{ Result: 'Successful' }, { result: 'Succeed' }] }],
		['a row about failed logins', { contextData: [{ Title: 'Failed logins' }] }],
		['no error at all', { returnData: 'Successful' }],
		['an error of blanks', { error: ' ', returnData: 'Successful' }],
		['error: null', { error: null, returnData: 'Successful' }],
		['blanks in error', { error: '  ', returnData: 'Successful' }],
		[
			'several rows that have a Status of their own',
			{ returnData: [{ Status: 'Failed' }, { Status: 'Open' }] },
		],
		['error: false', { error: false, returnData: 'Successful' }],
		['success: true in its context', { contextData: { success: true, message: 'Done' } }],
		['a word in which partial stands later', { returnData: 'Not partial' }],
		['a word in which a failure stands later', { returnData: 'No failures' }],
	])('that it worked: %s', (_words, answer) => {
		expect(failure(answer)).toBeUndefined();
	});

	it.each([
		['a text in error', { error: 'no such site', returnData: 'Successful' }, 'no such site'],
		['an object in error', { error: { code: 7 } }, '{"code":7}'],
		['true in error', { error: true }, 'true'],
		['Failed', { error: '', returnData: 'Failed' }, 'Failed'],
		['Failed with blanks around it', { returnData: ' Failed ' }, 'Failed'],
		[
			'Failed with blanks in a row',
			{ contextData: [{ 'Incident Number': '1', Result: ' Failed ' }] },
			'1: Failed',
		],
		[
			'in the only row among other things, whatever it is about',
			{ contextData: ['x', { Result: 'Failed', event: 'e-1' }, null] },
			'Failed: e-1',
		],
		['Status: Failed', { returnData: { Status: 'Failed' } }, 'Failed'],
		[
			'Failed with rows that say nothing',
			{ returnData: { Status: 'Failed', ErrorData: [{}] } },
			'Failed',
		],
		['Failed in an array of one', { returnData: [{ Status: 'Failed' }] }, 'Failed'],
		['Failed in text', { returnData: '{"Status":"Failed"}' }, 'Failed'],
		['in every row', { contextData: [{ 'Incident Number': '1', Result: 'Failed' }] }, '1: Failed'],
		[
			'in its context',
			{ returnData: 'Successful', contextData: { success: false, message: 'no license' } },
			'no license',
		],
	])('that it failed: %s', (_words, answer, message) => {
		expect(failure(answer)).toEqual({ partial: false, message });
	});

	// A log of what others did, in which something failed, was read all the same.
	it('nothing in the only row of what was read either, but in a report of one', () => {
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

	it('nothing in the rows of what was only read', () => {
		const contextData = [{ user: 'jdoe', result: 'failure' }];
		expect(failure({ returnData: 'Successful', contextData }, 'readOnly')).toBeUndefined();
		expect(failure({ returnData: 'Successful', contextData }, 'notIdempotent')?.message).toBe(
			'jdoe: failure',
		);
		expect(failure({ returnData: 'Failed', contextData }, 'readOnly')?.message).toBe('Failed');
	});

	it('that it did a part, with the rows it did not', () => {
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

describe('of an answer about several incidents', () => {
	const row = (number: string, Result: string) => ({ 'Incident Number': number, Result });

	// One incident that is locked must not fail its neighbours, nor pass with them.
	it('each is told its own rows, and nothing of the others', () => {
		const answer = {
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
		expect(bulkResultFor(answer as never, ['1', '2', '3', '4'])).toEqual({
			succeeded: [row('1', 'Successful')],
			rejected: ['2: locked', '3: Failed'],
			missing: ['4'],
		});
	});

	it('none is missing where the answer names nobody', () => {
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
	])('a row is known by %p: %p', (name, isKnown) => {
		const { succeeded } = bulkResultFor({ contextData: [{ [name]: '1' }] } as never, ['1']);
		expect(succeeded).toHaveLength(isKnown ? 1 : 0);
	});

	it('the words of several failures stand one after another', () => {
		const contextData = [row('1', 'Failed'), row('2', 'Error')];
		expect(failure({ contextData })?.message).toBe('1: Failed; 2: Error');
	});
});

// JSON has room for a field called toString, which JavaScript would call.
it('takes for the number of an incident neither an object nor nothing', () => {
	const rows = [{ 'Incident Number': { toString: '' } }, { Title: 'x' }];
	expect(bulkResultFor({ contextData: rows } as never, ['1', ''])).toEqual({
		succeeded: [],
		rejected: [],
		missing: [],
	});
});

describe('what is no answer of D3', () => {
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
	])('%s', (text) => expect(parseResponse(text)).toBeUndefined());
});

it('reads an answer behind a byte order mark', () => {
	expect(parseResponse('\uFEFF{"error":""}')).toEqual({ error: '' });
});

// D3's data is whatever people and mails put into it.
it.each([
	['plainly', '__proto__'],
	['with an escaped letter', '__pr\\u006Fto__'],
	['with an escaped line', '\\u005f_proto__'],
])('lets nothing reach the prototype of an object that names it %s', (_how, name) => {
	const answer = parseResponse(`{"error":"","rawData":{"${name}":{"polluted":true},"a":1}}`);
	expect(answer).toEqual({ error: '', rawData: { a: 1 } });
	expect(Object.assign({}, answer?.rawData)).not.toHaveProperty('polluted');
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

describe("D3's words", () => {
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
	])('in %p are %p', (text, words) => expect(messageFromBody(text)).toBe(words));

	it('are looked for at the beginning only', () => {
		expect(messageFromBody(`${'x '.repeat(5000)}<title>late</title>`)).toMatch(/^x x /);
	});

	it('of a long page end in a whole character, also where little of the page is words', () => {
		expect(messageFromBody(`<p ${'x'.repeat(9_995)}>👍🏽`)).toBe('');
	});

	it('are cut where they would fill the screen', () => {
		expect(messageFromBody('x'.repeat(300))).toHaveLength(300);
		expect(messageFromBody('x'.repeat(5000))).toHaveLength(301);
		const contextData = Array.from({ length: 5000 }, () => ({
			incidentNumber: 1,
			result: 'Failed',
		}));
		expect(failure({ contextData })?.message).toHaveLength(2001);
	});
});
