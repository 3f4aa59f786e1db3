import {
	itemsIn,
	pickFields,
	wrapIfLooksLikeError,
} from '../../../../nodes/shared/response/items.ts';

// Each command keeps its rows in a place of its own; a builder should not have to know which.
it.each([
	['an object in rawData', { rawData: { a: 1 }, returnData: { b: 2 } }, [{ a: 1 }]],
	['an array in rawData', { rawData: [{ a: 1 }, { a: 2 }] }, [{ a: 1 }, { a: 2 }]],
	['bare values', { rawData: ['x', 2, null] }, [{ value: 'x' }, { value: 2 }, { value: null }]],
	[
		'returnData.Data, where rawData is ""',
		{ rawData: '', returnData: { Status: 'Successful', Data: [{ a: 1 }] } },
		[{ a: 1 }],
	],
	[
		'Data in returnData that is an array of one',
		{ returnData: [{ Status: 'Successful', Data: [{ ID: 1 }, { ID: 2 }] }] },
		[{ ID: 1 }, { ID: 2 }],
	],
	[
		'Data in returnData that is written as text',
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
		'nothing but a word of success: the whole answer',
		{ error: '', returnData: 'Successful', rawData: '' },
		[{ error: '', returnData: 'Successful', rawData: '' }],
	],
])('%s', (_place, answer, items) => {
	expect(itemsIn(answer as never, 'notIdempotent')).toEqual(items);
	expect(itemsIn(answer as never, 'readOnly')).toEqual(items);
});

// On a block list an item for nothing reads as a hit. What was changed goes on with the answer instead.
it.each([
	[{ error: '', returnData: [], contextData: [] }],
	[{ error: '', returnData: 'Succeed', contextData: [] }],
	[{ returnData: { Status: 'Successful', Data: [] } }],
	[{ returnData: [{ Status: 'Successful', Data: [] }] }],
	[{ returnData: 'Successful', rawData: [] }],
])('nothing, where %j was read', (answer) => {
	expect(itemsIn(answer as never, 'readOnly')).toEqual([]);
	expect(itemsIn(answer as never, 'idempotent')).not.toEqual([]);
});

// A look-up that found nothing, as a reputation service words it, is D3's answer and not our failure.
it.each([
	['what n8n would take for a failed item', { error: { code: 'NotFound' } }, true],
	['the same with what n8n allows beside it', { error: 'x', message: 'y', details: {} }, true],
	['a row with more in it', { error: 'x', domain: 'example.com' }, false],
	['a row without a failure', { error: '', message: 'y' }, false],
	['a row of nothing', {}, false],
])('wraps only %s', (_what, row, wraps) => {
	expect(wrapIfLooksLikeError(row)).toEqual(wraps ? { value: row } : row);
});

// A builder who asked for less must not get nothing, where D3 calls the fields otherwise.
it('keeps the fields that most builders need, and a row that has none of them whole', () => {
	const rows = [{ Title: 'x', Owner: null, Blob: 'y' }, { title: 'x' }, {}];
	expect(pickFields(['Title', 'Owner', 'Severity'], rows)).toEqual([
		{ Title: 'x', Owner: null },
		{ title: 'x' },
		{},
	]);
	expect(Object.keys(pickFields(['a', 'b'], [{ b: 1, a: 2 }])[0]!)).toEqual(['a', 'b']);
});
