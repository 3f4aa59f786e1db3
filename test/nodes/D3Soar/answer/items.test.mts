import { itemsIn } from '../../../../nodes/D3Soar/answer/items.ts';

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
	expect(itemsIn(answer as never)).toEqual(items);
});
