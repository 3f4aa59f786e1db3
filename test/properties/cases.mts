import * as fc from 'fast-check';

/**
 * How many cases each property is tested with: a thousand in `npm test`, always the same ones, so that a
 * failure is due to the change; more in a nightly run, and different ones each night.
 */
const { D3SOAR_CASES } = process.env;
const CASES = Number(D3SOAR_CASES ?? 1000);
const SEED = D3SOAR_CASES === undefined ? { seed: 20220125 } : {};

/**
 * Fails with the smallest case that breaks a property, and the seed that finds it again.
 *
 * @param casesPerRun How many cases one run of the property covers: for a whole workflow, its number of items.
 */
export async function holds<T>(
	property: fc.IProperty<T> | fc.IAsyncProperty<T>,
	casesPerRun = 1,
): Promise<void> {
	const numRuns = Math.ceil(CASES / casesPerRun);
	await fc.assert(property as fc.IAsyncProperty<T>, { numRuns, ...SEED });
}

/** Any text at all: also halves of surrogate pairs, control characters, markup and bidirectional marks. */
export const anyText = fc.oneof(
	{ weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
	{ weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
	{
		weight: 2,
		arbitrary: fc.string({
			unit: fc.constantFrom(
				...['\ud800', '\udfff', '\u0000', '\u0001', '\t', '\n', '\r', ' ', '\u00a0', '\u202e'],
				...['\u2028', '\ufeff', '\ufffd', '"', "'", '\\', '/', '.', '..', '%', '%2e', '%2f', '%00'],
				...[
					'?',
					'#',
					'&',
					'@',
					':',
					';',
					'{{',
					'}}',
					'=',
					'<',
					'>',
					'<b>',
					'$json',
					'--',
					'é',
					'😀',
				],
			),
			maxLength: 12,
		}),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(
			...['__proto__', 'constructor', 'prototype', 'toString', 'undefined', 'null', 'true', '0'],
			...['=1+1', '={{ 1 }}', '{{ $json }}', '[1]', '{"a":1}', '<script>alert(1)</script>'],
			...['ECONNREFUSED', 'ETIMEDOUT', '2026-05-15 14:32:00', '../../..', '//host/', '1e999'],
		),
	},
);

/** Names with a meaning in D3's responses or in JavaScript, and any others. */
const anyName = fc.oneof(
	fc.constantFrom(
		...[
			'error',
			'returnData',
			'rawData',
			'contextData',
			'keyFields',
			'outputData',
			'result',
			'refid',
		],
		...[
			'Status',
			'Data',
			'ErrorData',
			'Result',
			'success',
			'message',
			'Message',
			'Error',
			'TotalPages',
		],
		...['incidents', 'events', 'users', 'Incident Number', 'incidentNumber', 'Due Date', 'EventID'],
		...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'toJSON', 'then'],
	),
	anyText,
);

/** Values from D3's responses, and anything else that is not a list or an object. */
const anyLeaf = fc.oneof(
	fc.constantFrom(
		'',
		'Successful',
		'Failed',
		'Partially Successful',
		'error',
		'Unsuccessful',
		'[]',
		'{}',
	),
	fc.constantFrom('20220125-1', '2022-03-24 13:28:13 China Standard Time', 'constructor'),
	fc.constant(null),
	fc.boolean(),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.integer(),
	anyText,
);

/** Any JSON, nested in any way; a name such as `__proto__` is a name like any other. */
export const { json: anyJson, object: anyJsonObject } = fc.letrec<{
	json: unknown;
	object: Record<string, unknown>;
}>((tie) => ({
	json: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		anyLeaf,
		fc.array(tie('json'), { maxLength: 5 }),
		tie('object'),
	),
	object: fc
		.array(fc.tuple(anyName, tie('json')), { maxLength: 6 })
		.map((entries) => Object.fromEntries(entries) as Record<string, unknown>),
}));
