import { missingParameters, success, type D3Response } from '../responses.mts';
import type { CommandHandler } from '../simulator.mts';

type Row = Record<string, unknown>;

interface Condition {
	field: string;
	operator: string;
	value?: string;
}

interface ListingOptions {
	/** Field by which the window is cut. */
	readonly by: string;
	/** Parameter that names the fields to return. */
	readonly fields: string;
	/** Name of the rows in `rawData`. */
	readonly at: string;
	/** Fields that come only when they are named. */
	readonly onDemand: string[];
	readonly known: string[];
}

/** api-docs: get-incidents, for D3 16.8 and newer. Rows and TotalPages lie where D3's Sentinel connector reads them. */
export const getIncidents: CommandHandler = ({ body, params, world }) =>
	listing(inSite(world.incidents, body), params, {
		by: 'Date Created',
		fields: 'Static Fields',
		at: 'incidents',
		onDemand: ['Date Closed', 'Closed by', 'Incident Raw Data', 'Custom Field'],
		known: ['Static Fields', 'Dynamic Fields'],
	});

/** api-docs: get-events. Where its rows lie was not to be seen: this is the twin of GetIncidents. */
export const getEvents: CommandHandler = ({ body, params, world }) =>
	listing(inSite(world.events, body), params, {
		by: 'IntakeTime',
		fields: 'Fields',
		at: 'events',
		onDemand: ['Event Raw Data'],
		known: ['Fields'],
	});

/** Those of the site that the request is about, without its name: D3's listings do not have it. */
function inSite(all: Row[], { Site }: Row): Row[] {
	const there = all.filter((row) => row.Site === undefined || row.Site === Site);
	return there.map(({ Site: _, ...row }) => row);
}

function listing(
	all: Row[],
	params: Row,
	{ by, fields, at, onDemand, known }: ListingOptions,
): D3Response {
	const absent = ['Start Time', 'End Time', 'Output Format'].filter((name) => !params[name]);
	if (absent.length > 0) return missingParameters(absent);
	const stranger = Object.keys(params).find((name) => ![...COMMON, ...known].includes(name));
	if (stranger !== undefined) return refused(`Unknown: ${stranger}`);

	const start = String(params['Start Time']);
	const end = String(params['End Time']);
	for (const time of [start, end]) {
		if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(time)) return refused(`Not a time: ${time}`);
	}
	const index = Number(params['Page Index'] ?? 0);
	const size = Number(params['Page Size'] ?? 100);
	if (size < 1 || size > 1000) return refused('Page Size is 1 to 1000');
	const alternatives = (params.Filter ?? []) as Condition[][];
	const wanted = params[fields] as string[] | undefined;

	// The start counts to the minute, as was seen on a real D3: Azure/Azure-Sentinel #13816.
	const found = all
		.filter((row) => String(row[by]) >= start.slice(0, 16) && String(row[by]) <= end)
		.filter(
			(row) =>
				alternatives.length === 0 ||
				alternatives.some((conditions) => conditions.every((condition) => meets(row, condition))),
		);
	const TotalPages = Math.ceil(found.length / size);
	const rows = found
		.slice(index * size, (index + 1) * size)
		.map((row) =>
			Object.fromEntries(
				wanted === undefined
					? Object.entries(row).filter(([name]) => !onDemand.includes(name))
					: wanted.map((field) => [field, row[field] ?? '']),
			),
		);
	return success({
		rawData: { [at]: rows },
		keyFields: { TotalPages },
		outputData: { TotalPages },
	});
}

const COMMON = ['Filter', 'Start Time', 'End Time', 'Output Format', 'Page Index', 'Page Size'];

function meets(row: Row, { field, operator, value = '' }: Condition): boolean {
	const text = String(row[field] ?? '');
	switch (operator) {
		case '=':
			return text === value;
		case '!=':
			return text !== value;
		case '<':
			return text < value;
		case '<=':
			return text <= value;
		case '>':
			return text > value;
		case '>=':
			return text >= value;
		case 'LIKE':
			return new RegExp(`^${value.replaceAll('%', '.*')}$`).test(text);
		case 'IS EMPTY':
			return text === '';
		default:
			return text !== '';
	}
}

function refused(Error: string): D3Response {
	return { status: 400, text: JSON.stringify({ Error }) };
}
