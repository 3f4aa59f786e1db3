import {
	auditLogRows,
	eventRows,
	holdsOther,
	incidentRows,
	numberedIncidents,
	totalPages,
	userRows,
} from '../../../../nodes/shared/response/lists.ts';

// D3's own connector and D3's documentation have the count in different places.
it.each([
	['from outputData', { outputData: { TotalPages: 3 } }, 3],
	['from keyFields', { keyFields: { TotalPages: '4' } }, 4],
	[
		'from keyFields when outputData says 0',
		{ outputData: { TotalPages: 0 }, keyFields: { TotalPages: 2 } },
		2,
	],
	['as unknown when neither field has it', { outputData: '', keyFields: {} }, undefined],
	[
		'as unknown when it is not a number',
		{ outputData: { TotalPages: { toString: '' } } },
		undefined,
	],
	['as unknown when it is negative', { outputData: { TotalPages: -1 } }, undefined],
])('reads the number of pages %s', (_source, response, pages) => {
	expect(totalPages(response as never)).toBe(pages);
});

it('finds the rows of each listing wherever D3 puts them, and skips entries that are not objects', () => {
	const rows = [{ a: 1 }, 'x', null, [1]];
	expect(incidentRows({ rawData: { incidents: rows } } as never)).toEqual([{ a: 1 }]);
	expect(incidentRows({ returnData: rows } as never)).toEqual([{ a: 1 }]);
	expect(eventRows({ rawData: { events: rows } } as never)).toEqual([{ a: 1 }]);
	expect(eventRows({ rawData: rows } as never)).toEqual([{ a: 1 }]);
	expect(userRows({ returnData: rows, rawData: { users: [] } } as never)).toEqual([{ a: 1 }]);
	expect(userRows({ returnData: '', rawData: { users: rows } } as never)).toEqual([{ a: 1 }]);
	expect(incidentRows({ rawData: '', returnData: [] })).toEqual([]);
	expect(incidentRows({ rawData: '', returnData: 'Successful' })).toBeUndefined();
	expect(userRows({})).toBeUndefined();
	expect(auditLogRows({ returnData: { AuditLogs: rows } } as never)).toEqual([{ a: 1 }]);
	expect(auditLogRows({ returnData: { AuditLogs: 'x' } })).toBeUndefined();
	expect(auditLogRows({ returnData: 'Successful' })).toBeUndefined();
});

it('reads rows that D3 sends as JSON text', () => {
	const rows = [{ a: '7615917337495251231' }];
	const text = '[{"a":7615917337495251231}]';
	expect(incidentRows({ rawData: text })).toEqual(rows);
	expect(incidentRows({ rawData: { incidents: text } })).toEqual(rows);
	expect(incidentRows({ rawData: `{"incidents":${text}}` })).toEqual(rows);
	expect(eventRows({ rawData: '', returnData: text })).toEqual(rows);
	expect(userRows({ returnData: 'Successful', rawData: text })).toEqual(rows);
});

it('looks for rows behind an empty list, and takes a list of anything but objects for none', () => {
	expect(incidentRows({ rawData: [], returnData: [{ a: 1 }] })).toEqual([{ a: 1 }]);
	expect(incidentRows({ rawData: ['n'] })).toBeUndefined();
	expect(userRows({ returnData: ['Successful'] })).toBeUndefined();
});

// What D3 says must not pass for an empty list.
it.each([
	[{ rawData: { Incidents: [{}] } }, true],
	[{ rawData: '', returnData: { Status: 'Successful', Data: [1] } }, true],
	[{ returnData: '', contextData: [1] }, true],
	[{ rawData: '{"rows":[1]}' }, true],
	[{ rawData: { count: 7 } }, true],
	[{ rawData: ['n'] }, true],
	[{ rawData: { n1: { 'IR Number': 'n1' } } }, true],
	[{ rawData: 'session expired' }, true],
	[{ result: 'session expired' }, true],
	[{ returnData: { Status: 'Successful', Data: { n1: { 'IR Number': 'n1' } } } }, true],
	[{ rawData: { Incidents: [] }, returnData: { Status: 'Successful' }, contextData: [] }, false],
	[{ rawData: { Count: 0 }, returnData: 'Successful', contextData: null }, false],
	[{ rawData: '', keyFields: { TotalPages: [1] } }, false],
	[{ rawData: {}, returnData: '' }, false],
	[{ rawData: null, returnData: ['Successful'] }, false],
	[{ rawData: '[]', returnData: [{ Status: 'Successful' }] }, false],
	[{ rawData: '0', returnData: true }, false],
	[{ error: '' }, false],
	[{}, false],
])('detects whether a response without a list holds anything else: %j, %p', (response, holds) => {
	expect(holdsOther(response as never)).toBe(holds);
});

describe('a response with bare numbers of incidents', () => {
	const NUMBERS = ['20210128-216', '20210128-217'];
	const ROWS = NUMBERS.map((number) => ({ 'Incident Number': number }));

	// Else the next node finds no field that it can refer to.
	it.each([
		['the list itself', { returnData: NUMBERS }],
		['the Data of a status', { returnData: { Status: 'Successful', Data: NUMBERS } }],
	])('gives each as a row, from %s', (_where, response) => {
		expect(numberedIncidents(response as never)).toEqual(ROWS);
	});

	it.each([
		['rows', { returnData: [{ 'Incident Number': '1' }] }],
		['a row among numbers', { returnData: ['1', {}] }],
		['a word', { returnData: 'Successful' }],
		['a status without data', { returnData: { Status: 'Successful' } }],
		['nothing', {}],
	])('is not one that holds %s', (_what, response) => {
		expect(numberedIncidents(response as never)).toBeUndefined();
	});
});
