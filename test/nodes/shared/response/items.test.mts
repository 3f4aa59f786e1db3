import {
	itemsIn,
	pickFields,
	wrapIfLooksLikeError,
} from '../../../../nodes/shared/response/items.ts';

// Each command puts its rows in a different place of the response; users should not have to know which.
it.each([
	['an object in rawData', { rawData: { a: 1 }, returnData: { b: 2 } }, [{ a: 1 }]],
	['an array in rawData', { rawData: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
	[
		'an array of plain values in rawData',
		{ rawData: ['x', 2, null] },
		[{ value: 'x' }, { value: 2 }, { value: null }],
	],
	[
		'returnData.Data when rawData is ""',
		{ rawData: '', returnData: { Status: 'Successful', Data: [{ a: 1 }] } },
		[{ a: 1 }],
	],
	[
		'Data in the only entry of returnData',
		{ returnData: [{ Status: 'Successful', Data: [{ ID: 1 }, { ID: 2 }] }] },
		[{ ID: 1 }, { ID: 2 }],
	],
	[
		'Data in a returnData that is JSON text',
		{ returnData: '{"Status":"Successful","Data":{"a":1}}' },
		[{ a: 1 }],
	],
	['returnData', { rawData: [], returnData: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
	['returnData with one row', { returnData: [{ userID: 1 }] }, [{ userID: 1 }]],
	['contextData', { returnData: 'Succeed', contextData: { userID: 1 } }, [{ userID: 1 }]],
	[
		'keyFields',
		{ returnData: 'Succeed', rawData: {}, keyFields: { Dkim: 'pass' } },
		[{ Dkim: 'pass' }],
	],
	[
		'the whole response when it only reports success',
		{ error: '', returnData: 'Successful', rawData: '' },
		[{ error: '', returnData: 'Successful', rawData: '' }],
	],
])('finds the items of a response in %s', (_place, response, items) => {
	expect(itemsIn(response as never, 'notIdempotent')).toEqual(items);
	expect(itemsIn(response as never, 'readOnly')).toEqual(items);
});

// After a look-up in a block list, an item would pass for a hit. A command that writes returns its response instead.
it.each([
	[{ error: '', returnData: [], contextData: [] }],
	[{ error: '', returnData: 'Succeed', contextData: [] }],
	[{ returnData: { Status: 'Successful', Data: [] } }],
	[{ returnData: [{ Status: 'Successful', Data: [] }] }],
	[{ returnData: 'Successful', rawData: [] }],
])('gives no item when a read-only command found nothing: %j', (response) => {
	expect(itemsIn(response as never, 'readOnly')).toEqual([]);
	expect(itemsIn(response as never, 'idempotent')).not.toEqual([]);
});

// A reputation service may say in an error field that it found nothing: that is D3's response, not a failed item.
it.each([
	['wraps a row that n8n would take for a failed item', { error: { code: 'NotFound' } }, true],
	[
		'wraps such a row also with a message and details',
		{ error: 'x', message: 'y', details: {} },
		true,
	],
	[
		'keeps a row with an error and other fields as it is',
		{ error: 'x', domain: 'example.com' },
		false,
	],
	['keeps a row with an empty error as it is', { error: '', message: 'y' }, false],
	['keeps an empty row as it is', {}, false],
])('%s', (_what, row, wraps) => {
	expect(wrapIfLooksLikeError(row, false)).toEqual(wraps ? { value: row } : row);
});

// n8n calls a tool again that returns any error, and the task would be there twice.
it('wraps a row with any error for a tool of an AI agent', () => {
	for (const row of [{ error: '', rawData: {} }, { error: null }, { error: 'x', domain: 'y' }]) {
		expect(wrapIfLooksLikeError(row, true)).toEqual({ value: row });
	}
	expect(wrapIfLooksLikeError({ domain: 'y' }, true)).toEqual({ domain: 'y' });
});

// A user who wants a simplified row must not get an empty one because D3 names its fields differently.
it('simplifies a row to its main fields, and keeps a row that has none of them whole', () => {
	const rows = [{ Title: 'x', Owner: null, Blob: 'y' }, { title: 'x' }, {}];
	expect(pickFields(['Title', 'Owner', 'Severity'], rows)).toEqual([
		{ Title: 'x', Owner: null },
		{ title: 'x' },
		{},
	]);
	expect(Object.keys(pickFields(['a', 'b'], [{ b: 1, a: 2 }])[0]!)).toEqual(['a', 'b']);
});
