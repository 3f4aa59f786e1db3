import {
	auditLogRows,
	eventRows,
	holdsRows,
	incidentRows,
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

// A response with rows in an unknown place must not pass for an empty list.
it.each([
	[{ rawData: { Incidents: [{}] } }, true],
	[{ rawData: '', returnData: { Status: 'Successful', Data: [1] } }, true],
	[{ returnData: '', contextData: [1] }, true],
	[{ rawData: '{"rows":[1]}' }, true],
	[{ rawData: { Incidents: [] }, returnData: { Status: 'Successful' }, contextData: [] }, false],
	[{ rawData: { Count: 0 }, returnData: 'Successful', contextData: null }, false],
	[{ rawData: 'x', keyFields: { TotalPages: [1] } }, false],
	[{}, false],
])('detects whether a response holds rows in an unknown place: %j, %p', (response, holds) => {
	expect(holdsRows(response as never)).toBe(holds);
});
