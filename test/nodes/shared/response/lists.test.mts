import {
	auditLogRows,
	eventRows,
	holdsRows,
	incidentRows,
	totalPages,
	userRows,
} from '../../../../nodes/shared/response/lists.ts';

// D3's own connector and D3's pages put them into different places.
it.each([
	['for the connector', { outputData: { TotalPages: 3 } }, 3],
	['for the page', { keyFields: { TotalPages: '4' } }, 4],
	[
		'where one of the two says nothing',
		{ outputData: { TotalPages: 0 }, keyFields: { TotalPages: 2 } },
		2,
	],
	['where nobody says it', { outputData: '', keyFields: {} }, undefined],
	['where it is no number', { outputData: { TotalPages: { toString: '' } } }, undefined],
	['where it is negative', { outputData: { TotalPages: -1 } }, undefined],
])('finds the number of pages %s', (_where, answer, pages) => {
	expect(totalPages(answer as never)).toBe(pages);
});

it('finds rows where D3 puts them, and takes nothing else for a row', () => {
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

// An answer that has its rows elsewhere is told from one that has none.
it.each([
	[{ rawData: { Incidents: [{}] } }, true],
	[{ rawData: '', returnData: { Status: 'Successful', Data: [1] } }, true],
	[{ returnData: '', contextData: [1] }, true],
	[{ rawData: '{"rows":[1]}' }, true],
	[{ rawData: { Incidents: [] }, returnData: { Status: 'Successful' }, contextData: [] }, false],
	[{ rawData: { Count: 0 }, returnData: 'Successful', contextData: null }, false],
	[{ rawData: 'x', keyFields: { TotalPages: [1] } }, false],
	[{}, false],
])('holds rows elsewhere: %j %p', (answer, holds) => {
	expect(holdsRows(answer as never)).toBe(holds);
});
