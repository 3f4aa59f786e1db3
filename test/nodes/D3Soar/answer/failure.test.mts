import { answerFrom } from '../../../../nodes/D3Soar/answer/answer.ts';
import { failureIn, toldOf, wordsOf } from '../../../../nodes/D3Soar/answer/failure.ts';

const failure = (answer: object) => failureIn(answer as never);

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
		['error: null', { error: null, returnData: 'Successful' }],
	])('that it worked: %s', (_words, answer) => {
		expect(failure(answer)).toBeUndefined();
	});

	it.each([
		['a text in error', { error: 'no such site', returnData: 'Successful' }, 'no such site'],
		['an object in error', { error: { code: 7 } }, '{"code":7}'],
		['Failed', { error: '', returnData: 'Failed' }, 'Failed'],
		['Status: Failed', { returnData: { Status: 'Failed' } }, 'Failed'],
		['Failed in an array of one', { returnData: [{ Status: 'Failed' }] }, 'Failed'],
		['Failed in text', { returnData: '{"Status":"Failed"}' }, 'Failed'],
		['in every row', { contextData: [{ 'Incident Number': '1', Result: 'Failed' }] }, '1: Failed'],
		[
			'in its context',
			{ returnData: 'Successful', contextData: { success: false, message: 'no license' } },
			'no license',
		],
	])('that it failed: %s', (_words, answer, words) => {
		expect(failure(answer)).toEqual({ partial: false, words });
	});

	it('that it did a part, with the rows it did not', () => {
		const returnData = {
			Status: 'Partially Successful',
			ErrorData: [{ 'Incident Number': '1', 'Error message': 'locked' }],
		};
		expect(failure({ error: '', returnData })).toEqual({ partial: true, words: '1: locked' });
		const contextData = [
			{ incidentNumber: '1', result: 'Successful' },
			{ incidentNumber: '2', result: 'Error: locked' },
		];
		expect(failure({ returnData: 'Successful', contextData })).toEqual({
			partial: true,
			words: '2: Error: locked',
		});
		expect(failure({ returnData: 'Partially Successful' })).toEqual({
			partial: true,
			words: 'Partially Successful',
		});
	});
});

// JSON has room for a field called toString, which JavaScript would call.
it('takes for the number of an incident neither an object nor nothing', () => {
	const rows = [{ 'Incident Number': { toString: '' } }, { Title: 'x' }];
	expect(toldOf({ contextData: rows } as never, ['1', ''])).toEqual({
		done: [],
		refused: [],
		silent: [],
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
	])('%s', (text) => expect(answerFrom(text)).toBeUndefined());
});

it('reads an answer behind a byte order mark', () => {
	expect(answerFrom('\uFEFF{"error":""}')).toEqual({ error: '' });
});

// D3's data is whatever people and mails put into it.
it.each([
	['plainly', '__proto__'],
	['with an escaped letter', '__pr\\u006Fto__'],
	['with an escaped line', '\\u005f_proto__'],
])('lets nothing reach the prototype of an object that names it %s', (_how, name) => {
	const answer = answerFrom(`{"error":"","rawData":{"${name}":{"polluted":true},"a":1}}`);
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
		['', ''],
	])('in %p are %p', (text, words) => expect(wordsOf(text)).toBe(words));

	it('are cut where they would fill the screen', () => {
		expect(wordsOf('x'.repeat(5000))).toHaveLength(301);
		const contextData = Array.from({ length: 5000 }, () => ({ number: 1, result: 'Failed' }));
		expect(failure({ contextData })?.words).toHaveLength(2001);
	});
});
