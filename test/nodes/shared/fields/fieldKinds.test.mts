import { runInNewContext } from 'node:vm';

import { DateTime } from 'luxon';
import type { INodeProperties } from 'n8n-workflow';

import {
	choice,
	multiChoice,
	commandName,
	filter,
	filterJson,
	severalLines,
	incident,
	incidents,
	json,
	list,
	keyValues,
	number,
	requestUrl,
	simplify,
	text,
	booleanSwitch,
	user,
	yesNoSwitch,
} from '../../../../nodes/shared/fields/index.ts';
import {
	listFields,
	listRequestFrom,
	rejectContradictions,
} from '../../../../nodes/shared/listings/listFields.ts';
import { camelCase, titleOf } from '../../../../nodes/shared/names.ts';
import { InvalidParameter, InvalidValue } from '../../../../nodes/shared/errors.ts';
import { encodePathSegment } from '../../../../nodes/shared/fields/requestUrl.ts';
import type { Field } from '../../../../nodes/shared/fields/field.ts';
import { UTC_ZONES } from '../../../support/fixtures.mts';

/** How each kind of field looks in the editor, what it accepts, and what D3 gets. */

const description = 'What it is';
const sent = (field: Field, value: unknown) => field.toD3(value, UTC_ZONES);

/** What the user reads when a value is rejected: what is wrong, and what to do. */
function rejectionOf(of: () => unknown): [string, string] {
	try {
		of();
	} catch (error) {
		if (error instanceof InvalidValue || error instanceof InvalidParameter) {
			return [error.message, error.advice];
		}
		throw error;
	}
	throw new Error('The value was accepted');
}

const EMPTY: [string, string] = [
	'is empty',
	'D3 requires it. If it comes from an expression, check what that expression returns.',
];
const WRITE_AS_JSON =
	'A quote or a line break in the value of an expression breaks JSON: write such a value as {{ JSON.stringify($json.note) }}, without quotes around it.';
const LIST: [string, string] = [
	'is a list, not text',
	"Take one of its values in the expression, or join them into one text: {{ $json.tags.join(', ') }}.",
];
const DATE: [string, string] = [
	'is a date, not text',
	"Format it in the expression, e.g. {{ $now.toFormat('yyyy-MM-dd HH:mm:ss') }}.",
];
const OBJECT: [string, string] = [
	'is an object, not text',
	'Use one of its values in the expression, or convert it with {{ JSON.stringify(...) }}.',
];

// Saved workflows hold these names: under another name their values would be lost.
it.each([
	['Task Name', 'taskName'],
	['Event IDs', 'eventIds'],
	['ID', 'id'],
	['RawData', 'rawData'],
	['Is shared', 'isShared'],
	["Incident's Owner (new)", 'incidentsOwnerNew'],
	['Users’ Names', 'usersNames'],
	['Top 5 IPs', 'top5Ips'],
	['A Site', 'aSite'],
	['', ''],
])('stores the D3 parameter %p as %p in a workflow', (parameter, name) => {
	expect(camelCase(parameter)).toBe(name);
});

// Users read these beside n8n's own fields.
it.each([
	['Task Name', 'Task Name'],
	['IncidentType', 'Incident Type'],
	['emailAddress', 'Email Address'],
	['groupIds', 'Group IDs'],
	['File Id', 'File ID'],
	['externalIPs', 'External IPs'],
	['Site is in use', 'Site is in use'],
])('shows the D3 parameter %p as %p in the editor', (parameter, title) => {
	expect(titleOf(parameter)).toBe(title);
});

// A name from an item must not lead to another D3 command.
describe('a path segment of a URL', () => {
	it.each([
		['My Site', 'My%20Site'],
		[' a/b?c#d ', 'a%2Fb%3Fc%23d'],
		['a..b', 'a..b'],
		['..a', '..a'],
	])('encodes %p as one path segment of a URL: %p', (value, segment) =>
		expect(encodePathSegment('Site', value)).toBe(segment),
	);

	it.each(['.', '..', ' .. ', '\uD800', 'a\uDC00b'])(
		'rejects %p as a path segment of a URL',
		(value) => {
			expect(rejectionOf(() => encodePathSegment('Site', value))).toEqual([
				`Site "${value}" cannot be used in a URL`,
				'Enter its name as shown in D3.',
			]);
		},
	);
});

describe('a text', () => {
	const field = text('Task Name', { required: true, description, placeholder: 'e.g. x' });

	it('a text has a plain text field', () => {
		expect(field).toMatchObject({
			parameter: 'Task Name',
			property: {
				displayName: 'Task Name',
				name: 'taskName',
				type: 'string',
				default: '',
				required: true,
				description,
				placeholder: 'e.g. x',
			},
		});
		expect(text('A', { description, default: 'x' }).property.default).toBe('x');
	});

	it.each([
		[' x\n', ' x\n'],
		[5, '5'],
		[0, '0'],
		[false, 'false'],
	])('sends %p unchanged as text', (value, result) => expect(sent(field, value)).toBe(result));

	it.each(['', '  ', null, undefined])('takes %p for a missing text', (value) => {
		expect(rejectionOf(() => sent(field, value))).toEqual(EMPTY);
		expect(sent(text('A', { description }), value)).toBeUndefined();
	});

	it.each<[unknown, [string, string]]>([
		[{ a: 1 }, OBJECT],
		[['a', 'b'], LIST],
		[DateTime.utc(2026), DATE],
		[new Date(0), DATE],
	])('rejects %p as text, since D3 would get something unintended', (value, expected) => {
		expect(rejectionOf(() => sent(field, value))).toEqual(expected);
	});

	it('a text of several lines has a field of several lines', () => {
		const { property, toD3 } = severalLines('Comment', { description });
		expect(property).toMatchObject({ type: 'string', typeOptions: { rows: 4 }, description });
		expect(toD3('<b>x</b>', UTC_ZONES)).toBe('<b>x</b>');
	});
});

describe('a number', () => {
	const size = number('Page Size', { min: 1, max: 100, default: 50, description });

	it('a number field shows its default and its minimum', () => {
		expect(size.property).toEqual({
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			default: 50,
			typeOptions: { numberPrecision: 0, minValue: 1 },
			description,
		});
		const { property } = number('Top', { description });
		expect(property.default).toBe('');
		expect(property.typeOptions).toEqual({ numberPrecision: 0 });
	});

	it.each([
		[1, 1],
		[100, 100],
		[' 7 ', 7],
		['7.0', 7],
	])('sends the number %p as %p', (value, result) => expect(sent(size, value)).toBe(result));

	it.each([0, 101, '-1'])('rejects the number %p as out of range', (value) => {
		expect(rejectionOf(() => sent(size, value))).toEqual([
			`"${value}" is out of range`,
			'Enter a number between 1 and 100.',
		]);
	});

	it('a number without a maximum has only a minimum', () => {
		const { toD3 } = number('Limit', { min: 1, description });
		expect(toD3(1e9, UTC_ZONES)).toBe(1e9);
		expect(rejectionOf(() => toD3(0, UTC_ZONES))[1]).toBe('Enter a number of at least 1.');
	});

	it.each(['many', 'Infinity', '1,5', '2.5'])('rejects %p as a whole number', (value) => {
		expect(rejectionOf(() => sent(size, value))).toEqual([
			`"${value}" is not a whole number`,
			'Enter a whole number.',
		]);
	});

	it('an empty number is omitted, or rejected if it is required', () => {
		expect(sent(size, '')).toBeUndefined();
		const field = number('Limit', { required: true, description });
		expect(rejectionOf(() => sent(field, ' '))).toEqual(EMPTY);
	});
});

describe('a switch', () => {
	const field = yesNoSwitch('Required', { description });

	it('a switch is off in a new node unless it has another default', () => {
		expect(field.property).toEqual({
			displayName: 'Required',
			name: 'required',
			type: 'boolean',
			default: false,
			description,
		});
		expect(yesNoSwitch('A', { description, default: true }).property.default).toBe(true);
	});

	it.each([
		[true, 'Yes'],
		[false, 'No'],
		['true', 'Yes'],
		[' YES ', 'Yes'],
		['No', 'No'],
		['false', 'No'],
		['', 'No'],
	])('sends a switch that is %p as %p', (value, word) => expect(sent(field, value)).toBe(word));

	it('a switch keeps its default for an empty text, which AI agents send', () => {
		expect(sent(yesNoSwitch('A', { description, default: true }), '')).toBe('Yes');
		expect(sent(booleanSwitch('A', { description, default: true }), '')).toBe(true);
	});

	it.each([undefined, null])('rejects %p from an expression for a switch', (value) => {
		expect(rejectionOf(() => sent(field, value))[0]).toBe('must be true or false');
	});

	it.each(['maybe', 1, 'trueno'])('rejects %p as neither true nor false', (value) => {
		expect(rejectionOf(() => sent(field, value))).toEqual([
			'must be true or false',
			'Set it to true or false.',
		]);
	});

	it('a switch of true and false is sent to D3 unless it is for the node only', () => {
		expect(booleanSwitch('Shared', { description }).nodeOnly).toBe(false);
		expect(booleanSwitch('Shared', { description, nodeOnly: true }).nodeOnly).toBe(true);
		expect(booleanSwitch('Shared', { description }).property).not.toHaveProperty('local');
	});

	it('Simplify is on by default and is not sent to D3', () => {
		expect(simplify).toMatchObject({
			parameter: 'Simplify',
			nodeOnly: true,
			property: {
				name: 'simplify',
				default: true,
				description:
					'Whether to return a simplified version of the response instead of the raw data',
			},
		});
	});
});

describe('a choice', () => {
	const options = ['Open', 'Closed'];

	it('a choice starts as (Not Set) unless it has a default', () => {
		expect(choice('Status', { options, description }).property).toEqual({
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: '',
			description,
			options: [
				{ name: '(Not Set)', value: '' },
				{ name: 'Open', value: 'Open' },
				{ name: 'Closed', value: 'Closed' },
			],
		});
		const { property } = choice('Status', { options, description, default: 'Open' });
		expect(property.default).toBe('Open');
		expect(property.options).toHaveLength(2);
	});

	it('a choice accepts values beyond its options, and may be empty unless it is required', () => {
		const field = choice('Status', { options, description, required: true });
		expect(sent(field, ' On Hold ')).toBe('On Hold');
		expect(rejectionOf(() => sent(field, ''))).toEqual(EMPTY);
		expect(sent(choice('Status', { options, description }), undefined)).toBeUndefined();
	});

	it('a multiple choice accepts values beyond its options, and lists in any form', () => {
		const field = multiChoice('States', { options, description });
		expect(field.property).toEqual({
			displayName: 'States',
			name: 'states',
			type: 'multiOptions',
			default: [],
			description,
			options: options.map((name) => ({ name, value: name })),
		});
		expect(sent(field, ['Open', 'x'])).toEqual(['Open', 'x']);
		expect(sent(field, 'Open, x\ny')).toEqual(['Open', 'x', 'y']);
		expect(sent(field, [])).toBeUndefined();
		const required = multiChoice('States', { options, description, required: true });
		expect(rejectionOf(() => sent(required, []))).toEqual(EMPTY);
	});
});

it('sends the number of a choice where D3 takes numbers, and the numbers of an expression', () => {
	const field = multiChoice('Log Type', {
		options: ['Results', 'Messages'],
		numbered: true,
		description,
	});
	expect(sent(field, ['Messages', 'Results'])).toEqual([2, 1]);
	expect(sent(field, [2, '15'])).toEqual([2, 15]);
	expect(sent(field, 'Messages, 15')).toEqual([2, 15]);
	expect(sent(field, [])).toBeUndefined();
	expect(rejectionOf(() => sent(field, ['Mesages']))[0]).toBe(
		'contains "Mesages", which is not a whole number of at most 15 digits',
	);
});

describe('a list', () => {
	const tags = list('Tags', { description, required: true, placeholder: 'e.g. x' });

	it('a list field says how its entries are separated', () => {
		expect(tags.property).toEqual({
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			// n8n joins the lines of what is pasted into a one-line field.
			typeOptions: { rows: 2 },
			default: '',
			required: true,
			placeholder: 'e.g. x',
			description: 'What it is. One per line, comma-separated, or an array.',
		});
		const names = list('Files', { description, separator: 'lines', placeholder: 'e.g. x' });
		expect(names.property).toMatchObject({
			typeOptions: { rows: 4 },
			placeholder: 'e.g. x (one per line)',
			description: 'What it is. One per line (names may contain commas), or an array.',
		});
	});

	it.each([[[]], [['', ' ']], [' , '], ['[]'], [null]])(
		'rejects %p in a required list',
		(value) => {
			expect(rejectionOf(() => sent(tags, value))).toEqual(EMPTY);
		},
	);

	it('a list may hold brackets that start no JSON list', () => {
		expect(sent(tags, 'a [b], c')).toEqual(['a [b]', 'c']);
		expect(sent(tags, ' ["a"]')).toEqual(['a']);
	});

	it.each(['["a"', '[a, b]'])('rejects %p as a malformed list', (value) => {
		expect(rejectionOf(() => sent(tags, value))).toEqual([
			'is not a list',
			'Write it as ["one", "two"], with double quotes, or put each on its own line.',
		]);
	});

	it('a list of numbers accepts whole numbers only', () => {
		const ids = list('File Ids', { description, type: 'integers' });
		expect(sent(ids, '-1, 20')).toEqual([-1, 20]);
		for (const value of ['1.5', 'x1', '1x', '--1']) {
			expect(rejectionOf(() => sent(ids, value))).toEqual([
				`contains "${value}", which is not a whole number of at most 15 digits`,
				'Enter numbers only.',
			]);
		}
	});
});

describe('JSON', () => {
	const object = json('Raw Data', { type: 'object', description });
	const array = json('Input', { type: 'array', description, required: true });

	it('a JSON field has a JSON editor that starts empty', () => {
		expect(object.property).toEqual({
			displayName: 'Raw Data',
			name: 'rawData',
			type: 'json',
			default: '{}',
			description: expect.stringMatching(/^What it is\. Write dates as/) as string,
		});
		expect(array.property).toMatchObject({ default: '[]', required: true });
	});

	it.each([[undefined], [null], [''], ['{}'], [{}]])('takes %p for missing JSON', (value) => {
		expect(sent(object, value)).toBeUndefined();
	});

	it.each([[undefined], [null], [''], ['[]'], [[]]])(
		'rejects %p in a required JSON field',
		(value) => expect(rejectionOf(() => sent(array, value))).toEqual(EMPTY),
	);

	// Without one of its conditions a command changes more than intended.
	it.each<[unknown, string]>([
		[{ User: undefined }, 'has no value for "User"'],
		[{ a: 1, b: { c: undefined, d: [undefined] } }, 'has no value for "c", entry 1'],
	])('rejects JSON with an undefined value, which D3 would never get: %p', (value, message) => {
		expect(rejectionOf(() => sent(object, value))).toEqual([
			message,
			'If it comes from an expression, check what that expression returns. To send an empty value on purpose, use null.',
		]);
		expect(rejectionOf(() => sent(array, [value]))[0]).toBe(message);
	});

	it('JSON may hold null, empty texts and dates', () => {
		const date = DateTime.fromISO('2026-05-15T14:32:00Z', { zone: 'utc' });
		expect(sent(object, { a: null, b: '', c: [null], date })).toEqual({
			a: null,
			b: '',
			c: [null],
			date: '2026-05-15T14:32:00.000Z',
		});
	});

	it('omits undefined values from JSON where nothing depends on them', () => {
		const event = json('Event JSON', { type: 'object', description, onMissing: 'leftOut' });
		expect(sent(event, { a: 1, b: undefined })).toEqual({ a: 1 });
		expect(sent(event, { b: undefined })).toBeUndefined();
	});

	it.each([['[1]'], [[1]], ['null'], [5]])('rejects %p as a JSON object', (value) => {
		expect(rejectionOf(() => sent(object, value))).toEqual([
			'is not a JSON object',
			'Write it as {"name": "value", ...}, with double quotes and no trailing comma.',
		]);
	});

	// A quote in an alert's text ends the JSON string into which the user has put it.
	it.each<[string, string, Field, string, string]>([
		[
			'and shows where the error is',
			'{\n\t"note": "He said "hi" to me", "x": 1\n}',
			object,
			'is not valid JSON: unexpected text at line 2, column 20: hi" to me", "x": 1\\n}',
			'{"name": "value", ...}',
		],
		[
			'and shows a line break escaped',
			'["a\r\nb"]',
			array,
			'is not valid JSON: unexpected text at line 1, column 4: \\r\\nb"]',
			'[{"name": "value"}, ...]',
		],
		[
			'and quotes whole characters',
			`{"a": ${'x'.repeat(19)}👍🏽}`,
			object,
			`is not valid JSON: unexpected text at line 1, column 7: ${'x'.repeat(19)}…`,
			'{"name": "value", ...}',
		],
		[
			'and says where it ends too early',
			'{"a":',
			object,
			'is not valid JSON: it ends too early, at line 1, column 6',
			'{"name": "value", ...}',
		],
	])('rejects text that is not JSON, %s', (_how, value, field, message, form) => {
		expect(rejectionOf(() => sent(field, value))).toEqual([
			message,
			`Write it as ${form}, with double quotes and no trailing comma. ${WRITE_AS_JSON}`,
		]);
	});

	// A note of `x","Reputation":"Low` would overwrite what the user has set.
	it('rejects JSON with a name that occurs twice in one object', () => {
		const refused = [
			'contains "Reputation" twice in one object',
			`D3 would get only one of the two. Remove the other. ${WRITE_AS_JSON}`,
		];
		const row = '{"Reputation":"High","Note":"x","Reputation":"Low"}';
		expect(rejectionOf(() => sent(object, row))).toEqual(refused);
		expect(rejectionOf(() => sent(array, `[${row}]`))).toEqual(refused);
		expect(rejectionOf(() => sent(filterJson('Filter JSON'), `[[${row}]]`))).toEqual(refused);
	});

	it.each([['{"a":1}'], [{ a: 1 }], ['null'], [true]])('rejects %p as a JSON array', (value) => {
		expect(rejectionOf(() => sent(array, value))).toEqual([
			'is not a JSON array',
			'Write it as [{"name": "value"}, ...], with double quotes and no trailing comma.',
		]);
	});
});

describe('named values', () => {
	const field = keyValues('Parameters', {
		description,
	});

	it('named values are rows of a name and a value', () => {
		expect(field.property).toMatchObject({
			displayName: 'Parameters',
			name: 'parameters',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Parameter',
			default: {},
			description,
			options: [
				{
					displayName: 'Parameter',
					name: 'parameter',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. Incident Number',
							description: 'Name exactly as in D3, including spaces and capital letters',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							description: `For an array or object, use an expression, e.g. {{ ["one", "two"] }}. Dates such as {{ $now }} are sent as 2026-05-15 14:32:00 in D3's time zone. Inside an object, format them, e.g. {{ { from: $now.toUTC().toFormat('yyyy-MM-dd HH:mm:ss') } }}.`,
						},
					],
				},
			],
		});
	});

	it('sends named values unchanged', () => {
		const parameter = [
			{ name: ' Site ', value: '' },
			{ name: 'Tags', value: { b: 1 } },
		];
		expect(sent(field, { parameter })).toEqual({ Site: '', Tags: { b: 1 } });
	});

	it('rejects two named values with the same name, since one would be lost', () => {
		const parameter = [
			{ name: 'Tags', value: 'a' },
			{ name: ' Tags', value: 'b' },
		];
		const refused = [
			'contains "Tags" twice',
			'D3 would get only one of the two. Remove the other.',
		];
		const custom = keyValues('Custom Fields', {
			description,
			onMissing: 'leftOut',
		});
		expect(rejectionOf(() => sent(field, { parameter }))).toEqual(refused);
		expect(rejectionOf(() => sent(custom, { parameter }))).toEqual(refused);
		parameter[0]!.value = '';
		expect(sent(custom, { parameter })).toEqual({ Tags: 'b' });
	});

	it.each([[undefined], [{}]])('sends no named values for %p', (value) =>
		expect(sent(field, value)).toEqual({}),
	);

	// D3 removes all files of an incident if File Ids are missing.
	it.each([[undefined], [null]])(
		'rejects a named value that is %p, since D3 may do more without it',
		(value) => {
			expect(rejectionOf(() => sent(field, { parameter: [{ name: 'File Ids', value }] }))).toEqual([
				'has no value for "File Ids"',
				'If it comes from an expression, check what that expression returns. To send an empty value on purpose, use the JSON field.',
			]);
		},
	);

	it('omits missing and blank named values that are optional fields', () => {
		const custom = keyValues('Custom Fields', {
			description,
			onMissing: 'leftOut',
		});
		const parameter = [undefined, null, '', ' ', 0, false, []].map((value, index) => ({
			name: `Custom${index}`,
			value,
		}));
		expect(sent(custom, { parameter })).toEqual({ Custom4: 0, Custom5: false, Custom6: [] });
	});

	it('rejects a named value without a name, which D3 could not place', () => {
		expect(rejectionOf(() => sent(field, { parameter: [{ name: ' ', value: 'x' }] }))).toEqual([
			'has a row without a name',
			'Enter a name or remove the row.',
		]);
	});
});

// What is pasted here becomes a URL that receives D3's key.
describe('the name of a command', () => {
	const field = commandName('Command');

	it('a command name is required, and its field says what it accepts', () => {
		expect(field.property).toMatchObject({
			name: 'command',
			type: 'string',
			required: true,
			placeholder: 'e.g. GetIncidents',
			description:
				"Command name, as at the end of its Request URL in D3. For integration commands, paste the whole Request URL, which must be on the credential's server.",
		});
		expect(rejectionOf(() => sent(field, ' '))).toEqual(EMPTY);
	});

	it.each(['GetIncidents', 'get_x-1', '7z', 'https://x.example/a', 'http://x.example:8443/a/B_c'])(
		'accepts %p as the name of a command',
		(value) => expect(sent(field, ` ${value} `)).toBe(value),
	);

	it.each([
		'../x',
		'a/b',
		'-a',
		'a.b',
		'https://x.example',
		'ftp://x.example/a',
		'xhttps://x.example/a',
		'https://x.example/a/',
		'https://x.example//a',
		'https://x.example/a?b',
		'https://x.example/a#b',
		'https://u@x.example/a',
		'https://x.example/a\\b',
		'https://x.example/a b',
		'https://x.example/a\u0007b',
		'https://x.example/a\u0007',
		'https://x\u0007.example/a',
		'https://x.example/../a',
		'https://x.example/.a',
		'https://x.example/%2E%2e/a',
		'https://x.example/a%2Fb',
		'https://x.example/a%5cb',
		'https://x.example:port/a',
		'https://x.example/\uD800',
	])('rejects %p as the name of a command', (value) => {
		expect(rejectionOf(() => sent(field, value))).toEqual([
			`"${value}" is neither a command name nor a Request URL`,
			'Enter just the name, e.g. GetIncidents, or the Request URL exactly as shown in D3, with nothing after it.',
		]);
	});
});

it('accepts a Request URL or nothing, and does not send it to D3 as a parameter', () => {
	const field = requestUrl('Request URL', description);
	expect(field).toMatchObject({
		nodeOnly: true,
		property: {
			name: 'requestUrl',
			placeholder: 'e.g. https://soar.example.com/MainApp/VSOC/api/...',
			description,
		},
	});
	expect(sent(field, ' https://x.example/api/a ')).toBe('https://x.example/api/a');
	expect(sent(field, '')).toBeUndefined();
	expect(rejectionOf(() => sent(field, 'x.example/a'))).toEqual([
		'"x.example/a" is not a Request URL',
		'Copy it from D3 again, with nothing after it.',
	]);
});

describe('users and incidents chosen from a list', () => {
	const from = (searchListMethod: string, placeholder: string, otherMode = 'Name') => ({
		displayName: 'From List',
		name: 'list',
		type: 'list',
		placeholder,
		typeOptions: {
			searchListMethod,
			searchable: true,
			searchFilterRequired: false,
			slowLoadNotice: {
				message: `If the list loads slowly, choose "${otherMode}" and type the ${otherMode.toLowerCase()} instead.`,
				timeout: 10_000,
			},
		},
	});

	it.each([
		['fullName', 'e.g. Jane Doe', 'searchUsers'],
		['userName', 'e.g. jdoe', 'searchUserNames'],
	] as const)(
		'a user field by %s offers a list first, and a name',
		(nameType, placeholder, searchListMethod) => {
			const { property, toD3 } = user('Assign To', { nameType, description });
			expect(property).toEqual({
				displayName: 'Assign To',
				name: 'assignTo',
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				description,
				modes: [
					from(searchListMethod, 'Choose a user'),
					{ displayName: 'Name', name: 'name', type: 'string', placeholder },
				],
			});
			expect(toD3(' Jane ', UTC_ZONES)).toBe('Jane');
			expect(toD3('', UTC_ZONES)).toBeUndefined();
		},
	);

	it.each([
		['one incident', incident, 'Incident number, e.g. 20220125-1'],
		['incidents', incidents, 'Incident numbers, comma-separated or an array'],
	])('a field for %s offers a list first, and a number', (_what, kind, expected) => {
		expect(kind('Incident Number', { required: true }).property).toEqual({
			displayName: 'Incident Number',
			name: 'incidentNumber',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: expected,
			modes: [
				from('searchIncidents', 'Choose an incident', 'Number'),
				{ displayName: 'Number', name: 'number', type: 'string', placeholder: 'e.g. 20220125-1' },
			],
		});
	});

	it('a user or an incident is trimmed, and rejected if it is required and empty', () => {
		expect(sent(incident('A', { required: true }), ' 1-1 ')).toBe('1-1');
		expect(rejectionOf(() => sent(incident('A', { required: true }), ''))).toEqual(EMPTY);
		expect(sent(incident('A', {}), '')).toBeUndefined();
		expect(sent(incidents('A', {}), '1-1, 1-2\n1-3')).toEqual(['1-1', '1-2', '1-3']);
		expect(sent(incidents('A', {}), '')).toBeUndefined();
		expect(rejectionOf(() => sent(incidents('A', { required: true }), ' , '))).toEqual(EMPTY);
		expect(
			rejectionOf(() => sent(user('A', { nameType: 'fullName', description, required: true }), '')),
		).toEqual(EMPTY);
	});
});

describe('a filter', () => {
	const fields = ['Status', 'Title'];
	const field = filter('Filter', { fields, sections: true, description });
	const conditions = (...condition: object[]) => ({ condition });

	it('a filter is a list of conditions: one click gives the first, and its field is chosen from what D3 documents', () => {
		const valuesOf = ({ property }: Field) =>
			(property.options as never)[0]['values'] as INodeProperties[];
		expect(field.property).toMatchObject({
			displayName: 'Filter',
			name: 'filter',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, hideOptionalFields: true },
			placeholder: 'Add Condition',
			default: {},
			description,
			options: [{ displayName: 'Condition', name: 'condition' }],
		});
		const shown = { showEvenWhenOptional: true };
		expect(valuesOf(field)).toMatchObject([
			{
				displayName: 'Field',
				name: 'field',
				type: 'options',
				typeOptions: shown,
				default: '',
				options: [
					{ name: '(Not Set)', value: '' },
					{ name: 'Status', value: 'Status' },
					{ name: 'Title', value: 'Title' },
					{ name: 'Other (Type the Name)', value: 'other' },
				],
			},
			{
				displayName: 'Field Name',
				name: 'fieldName',
				type: 'string',
				typeOptions: shown,
				default: '',
				displayOptions: { show: { field: ['other'] } },
			},
			{ displayName: 'Section', name: 'section', type: 'string', default: '' },
			{
				displayName: 'Operator',
				name: 'operator',
				type: 'options',
				typeOptions: shown,
				default: 'equals',
				options: [
					{ name: 'Equals (=)', value: 'equals' },
					{ name: 'Not Equal (!=)', value: 'notEqual' },
					{ name: 'Less Than (<)', value: 'less' },
					{ name: 'Less Than or Equal (<=)', value: 'lessOrEqual' },
					{ name: 'Greater Than (>)', value: 'greater' },
					{ name: 'Greater Than or Equal (>=)', value: 'greaterOrEqual' },
					{ name: 'Like', value: 'like' },
					{ name: 'Is Empty', value: 'isEmpty' },
					{ name: 'Is Not Empty', value: 'isNotEmpty' },
				],
			},
			{
				displayName: 'Value',
				name: 'value',
				type: 'string',
				typeOptions: shown,
				default: '',
				displayOptions: { hide: { operator: ['isEmpty', 'isNotEmpty'] } },
			},
			{ displayName: 'Start Or Group', name: 'startOrGroup', type: 'boolean', default: false },
		]);
		const plain = valuesOf(filter('Filter', { fields, sections: false, description }));
		expect(plain.map(({ name }) => name)).not.toContain('section');
		expect(plain).toHaveLength(5);
	});

	it('sends a filter as groups of conditions, of which one is enough', () => {
		const value = conditions(
			{ field: ' Status ', operator: ' != ', value: ' Open ', startOrGroup: false },
			{ field: 'Title', operator: 'IS EMPTY', value: 'x' },
			{ field: 'Name', value: 0, section: ' Customer ', startOrGroup: true },
			{ field: 'Title', value: 'x', startOrGroup: 'false' },
		);
		expect(sent(field, value)).toEqual([
			[
				{ field: 'Status', operator: '!=', value: ' Open ' },
				{ field: 'Title', operator: 'IS EMPTY' },
			],
			[
				{ section: 'Customer', field: 'Name', operator: '=', value: '0' },
				{ field: 'Title', operator: '=', value: 'x' },
			],
		]);
	});

	// Somebody who deletes the condition above it must not get a group that everything meets.
	it('a first condition that starts a group starts the first one', () => {
		const first = { field: 'Title', value: 'x', startOrGroup: true };
		expect(sent(field, conditions(first))).toEqual([
			[{ field: 'Title', operator: '=', value: 'x' }],
		]);
	});

	it('sends the name that is typed where the list has none', () => {
		const typed = { field: 'other', fieldName: ' CustomAge ', value: '30' };
		expect(sent(field, conditions(typed))).toEqual([
			[{ field: 'CustomAge', operator: '=', value: '30' }],
		]);
	});

	it.each([
		['equals', '='],
		['notEqual', '!='],
		['less', '<'],
		['lessOrEqual', '<='],
		['greater', '>'],
		['greaterOrEqual', '>='],
		['like', 'LIKE'],
		['=', '='],
		['', '='],
		['LIKE', 'LIKE'],
	])(
		'sends the operator %p as %s: users choose a word, and expressions may give what D3 takes',
		(operator, d3) => {
			expect(sent(field, conditions({ field: 'Title', operator, value: 'x' }))).toEqual([
				[{ field: 'Title', operator: d3, value: 'x' }],
			]);
		},
	);

	it.each([
		['isEmpty', 'IS EMPTY'],
		['IS EMPTY', 'IS EMPTY'],
		['isNotEmpty', 'IS NOT EMPTY'],
		['IS NOT EMPTY', 'IS NOT EMPTY'],
	])('sends %s without a value', (operator, d3) => {
		for (const value of ['x', '']) {
			expect(sent(field, conditions({ field: 'Title', operator, value }))).toEqual([
				[{ field: 'Title', operator: d3 }],
			]);
		}
	});

	it.each([
		[{ field: 'Status', operator: 'equals', value: 'Open' }, 'Status equals Open'],
		[
			{ field: 'Status', operator: 'notEqual', value: 'Closed', startOrGroup: true },
			'or Status does not equal Closed',
		],
		[{ field: 'other', fieldName: 'Age', operator: 'less', value: 7 }, 'Age is less than 7'],
		[{ field: 'Title', operator: 'isNotEmpty', value: 'x' }, 'Title is not empty'],
		[{ field: '={{ $json.a }}', operator: '=LIKE', value: '=x' }, '{{ $json.a }} LIKE x'],
		// n8n numbers it then.
		[{ field: '', operator: 'equals', value: '' }, ''],
	])('a folded condition is titled with what it asks for: %j', (value, title) => {
		const { typeOptions } = field.property;
		const { itemTitle } = typeOptions!.fixedCollection as { itemTitle: string };
		const [, script] = /^=\{\{ (.*) \}\}$/.exec(itemTitle)!;
		expect(runInNewContext(script!, { $collection: { item: { value } } })).toBe(title);
	});

	// D3 would misread a date in another format, or ignore it.
	it.each([
		['a DateTime', DateTime.fromISO('2026-05-15T14:32:00-07:00', { setZone: true })],
		['a Date', new Date('2026-05-15T21:32:00Z')],
		['a date with an offset', '2026-05-15T21:32:00.170Z'],
		['a date with an offset and a blank', '2026-05-15 14:32:00-07:00'],
		["a date in the workflow's zone", ' 2026-05-15T14:32 '],
	])('converts %s in a filter to the window time zone', (_form, value) => {
		const given = conditions({ field: 'Date Modified', operator: '>=', value });
		const inTokyo = { ...UTC_ZONES, workflow: 'America/Vancouver', window: 'Asia/Tokyo' };
		expect(field.toD3(given, inTokyo)).toEqual([
			[{ field: 'Date Modified', operator: '>=', value: '2026-05-16 06:32:00' }],
		]);
	});

	it.each(['2026-05-15 14:32:00', '2026-05-15', 'T2026-05-15', 'To do: 2026-05-15T14:32:00Z'])(
		'sends the filter value %p unchanged',
		(value) => {
			expect(sent(field, conditions({ field: 'Title', value }))).toEqual([
				[{ field: 'Title', operator: '=', value }],
			]);
		},
	);

	// D3 takes an empty filter to match everything.
	it.each([[undefined], [null], [{}], [conditions()]])('sends no filter for %p', (value) =>
		expect(sent(field, value)).toBeUndefined(),
	);

	it.each([
		[
			{ field: ' ', value: 'x' },
			['has a condition without a field', 'Name the field or remove it.'],
		],
		[
			{ field: 'other', fieldName: '', value: 'x' },
			['has a condition without a field', 'Name the field or remove it.'],
		],
		[
			{ field: 'a', operator: 'IN', value: 'x' },
			['has no operator "IN"', 'Give one of = != < <= > >= LIKE IS EMPTY IS NOT EMPTY.'],
		],
		[
			{ field: 'a', operator: 'LIKE', value: '' },
			[
				'has a condition on a without a value',
				'Give a value, or choose Is Empty. If it comes from an expression, check what that expression returns.',
			],
		],
	])('rejects the filter condition %p, which would find something else', (condition, expected) => {
		expect(rejectionOf(() => sent(field, conditions(condition)))).toEqual(expected);
	});

	it.each([
		['Operator', { operator: undefined }],
		['Operator', { operator: null }],
		['Section', { section: undefined }],
		['Section', { section: null }],
	])(
		'rejects a condition whose %s comes from an expression that finds nothing: %p',
		(part, lost) => {
			const condition = { field: 'Title', operator: '=', value: 'x', ...lost };
			expect(rejectionOf(() => sent(field, conditions(condition)))).toEqual([
				`has a condition on Title whose ${part} is empty`,
				'Its expression finds nothing. Check what it returns.',
			]);
		},
	);

	// Without it the condition would narrow the group above instead of widening the filter.
	it.each([undefined, null, 'perhaps'])(
		'rejects a Start Or Group that is neither true nor false: %p',
		(startOrGroup) => {
			const condition = { field: 'Title', value: 'x', startOrGroup };
			expect(() => sent(field, conditions(condition))).toThrow(
				'Start Or Group must be true or false',
			);
		},
	);

	it('a filter as JSON has to be an array of arrays', () => {
		const raw = filterJson('Filter JSON');
		expect(raw).toMatchObject({
			nodeOnly: true,
			property: {
				name: 'filterJson',
				type: 'json',
				default: '[]',
				description: expect.stringContaining('Write dates as {{ $now.toUTC') as string,
			},
		});
		expect(sent(raw, '[[{"field":"a"}]]')).toEqual([[{ field: 'a' }]]);
		expect(sent(raw, '[]')).toBeUndefined();
		expect(rejectionOf(() => sent(raw, '[[], {}]'))).toEqual([
			'is not an array of arrays',
			'Put the conditions that belong together into an array, and these into another: [[{"field": "Status", "operator": "=", "value": "Open"}]].',
		]);
		// What it advises has to be what it takes.
		for (const wrong of ['{bad', '{}', '"x"']) {
			const [, advice] = rejectionOf(() => sent(raw, wrong));
			const [, example] = /^Write it as (.*), with double quotes/.exec(advice)!;
			expect(sent(raw, example)).toEqual(JSON.parse(example!));
		}
		// Everything would meet it, whatever the other array asks for.
		expect(rejectionOf(() => sent(raw, '[[{"field":"a"}], []]'))).toEqual([
			'has an array without conditions, which everything would meet',
			'Add a condition or remove the array. If it comes from an expression, check what that expression returns.',
		]);
		for (const lost of [undefined, null]) {
			expect(rejectionOf(() => sent(raw, lost))).toEqual([
				'is empty',
				'Its expression finds nothing. Fix it, or clear the field to leave it out on purpose.',
			]);
		}
	});

	// It would look as if there were nothing to find.
	it('rejects a time window that ends before it begins, and accepts one that ends as it begins', () => {
		const window = (start: string, end: string) => ({ 'Start Time': start, 'End Time': end });
		expect(
			rejectContradictions('created')(window('2026-05-15 14:32:01', '2026-05-15 14:32:00')),
		).toEqual({
			message: 'Created After is later than Created Before',
			advice: 'Nothing can be found between them. Check both times.',
		});
		const instant = '2026-05-15 14:32:00';
		expect(rejectContradictions('created')(window(instant, instant))).toBeUndefined();
	});

	it('rejects Filter and Filter JSON if both are given', () => {
		const both = { Filter: [[]], 'Filter JSON': [[]] };
		expect(rejectContradictions('created')(both)).toEqual({
			message: 'Filter and Filter JSON are both set',
			advice: 'Use only one of them.',
		});
		expect(rejectContradictions('created')({ Filter: [[]] })).toBeUndefined();
		expect(rejectContradictions('created')({ 'Filter JSON': [[]] })).toBeUndefined();
	});
});

describe('a listing', () => {
	const fields = listFields({
		what: 'incidents',
		when: 'created',
		fields: ['Status'],
		sections: false,
	});
	const read = (bound: string) =>
		`No offset means the workflow's time zone, a date alone the ${bound} of that day. 2026-05-15 14:32:00 is sent unchanged.`;

	it('a listing has fields for its limit, time range, filter and page size', () => {
		expect(fields.map(({ property }) => property.displayName)).toEqual([
			'Return All',
			'Limit',
			'Created After',
			'Created Before',
			'Filter',
			'Filter JSON',
			'Page Size',
		]);
		const [all, limit, start, end, which, , size] = fields.map(({ property }) => property);
		expect(all!.description).toBe('Whether to return all results or only up to a given limit');
		expect(limit).toMatchObject({
			required: true,
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { returnAll: [false] } },
		});
		expect(start).toMatchObject({
			required: true,
			default: '={{ $now.minus({ days: 7 }) }}',
			description: `Only incidents created at or after this time. Older ones are not returned, whatever their status. ${read('start')}`,
		});
		expect(end).toMatchObject({
			required: true,
			default: '={{ $now.plus({ days: 1 }) }}',
			description: `Only incidents created at or before this time. ${read('end')}`,
		});
		expect(which!.description).toBe(
			'Which incidents to return. All conditions must be met, or all conditions of one Or group.',
		);
		expect(size).toMatchObject({
			typeOptions: { minValue: 1 },
			default: 100,
			description: 'Rows per page, 1000 at most. Lower it if responses get too large.',
		});
	});

	it('a listing does not send Return All, Limit and Filter JSON to D3', () => {
		const local = fields.filter((field) => field.nodeOnly === true);
		expect(local.map(({ parameter }) => parameter)).toEqual(['Return All', 'Limit', 'Filter JSON']);
	});

	it('a listing reads dates in the window time zone, and accepts only page sizes that D3 allows', () => {
		const [, limit, start, end, , , size] = fields as [
			Field,
			Field,
			Field,
			Field,
			Field,
			Field,
			Field,
		];
		const away = { ...UTC_ZONES, window: 'Asia/Tokyo' };
		expect(start.toD3('2026-05-15', away)).toBe('2026-05-15 00:00:00');
		expect(end.toD3('2026-05-15', away)).toBe('2026-05-15 23:59:59');
		expect(start.toD3('2026-05-15T00:00:00Z', away)).toBe('2026-05-15 09:00:00');
		expect(rejectionOf(() => sent(limit, 0))[1]).toBe('Enter a number of at least 1.');
		expect(rejectionOf(() => sent(size, 1001))[1]).toBe('Enter a number between 1 and 1000.');
		expect(rejectionOf(() => sent(size, 0))[1]).toBe('Enter a number between 1 and 1000.');
	});

	it.each([
		['all rows', { 'Return All': true, Limit: 5, 'Page Size': 200 }, 200],
		['fewer rows than a page', { 'Return All': false, Limit: 5, 'Page Size': 200 }, 5],
		['more rows than a page', { 'Return All': false, Limit: 500, 'Page Size': 200 }, 200],
		['a listing without a page size', { 'Return All': true }, 100],
	])('requests pages of the right size for %s', (_what, values, size) => {
		const window = { 'Start Time': 'a', 'End Time': 'b' };
		expect(listRequestFrom({ ...values, ...window, 'Filter JSON': [[1]] } as never, {})).toEqual({
			...window,
			Filter: [[1]],
			'Output Format': 2,
			'Page Size': size,
		});
		expect(listRequestFrom({ Filter: [[2]] } as never, {}).Filter).toEqual([[2]]);
	});
});
