import { missingParameters, success, type D3Response } from '../responses.mts';
import type { CommandHandler } from '../simulator.mts';

/** What D3 documents of a command: its parameters, and where its data lies in the response. */
export interface DocumentedCommand {
	readonly required?: string[];
	/** Required by one of D3's two pages, and without a value in the sample of the other: `null` and `{}` will do. */
	readonly present?: string[];
	readonly optional?: string[];
	/** Top-level fields of the response beside `error`; `returnData` is "Successful" unless it is among them. */
	readonly response?: Record<string, unknown>;
}

/** A command of which tests need no more than its parameters by name, and the sample of its response. */
export function documentedCommand({
	required = [],
	present = [],
	optional = [],
	response = {},
}: DocumentedCommand): CommandHandler {
	return ({ params }): D3Response => {
		const absent = [
			...required.filter((name) => isEmpty(params[name])),
			...present.filter((name) => params[name] === undefined),
		];
		if (absent.length > 0) return missingParameters(absent);
		const unknown = Object.keys(params).filter(
			(name) => ![...required, ...present, ...optional].includes(name),
		);
		if (unknown.length > 0) {
			return { status: 400, text: JSON.stringify({ Error: `Unknown: ${unknown.join(', ')}` }) };
		}
		return success(response);
	};
}

function isEmpty(value: unknown): boolean {
	return (
		value === undefined ||
		value === '' ||
		(typeof value === 'object' && value !== null && Object.keys(value).length === 0)
	);
}
