import { missing, success, type Answer } from '../answers.mts';
import type { CommandHandler } from '../simulator.mts';

/** What D3 documents of a command: its parameters, and where its data lies in the answer. */
interface Documented {
	readonly required?: string[];
	readonly optional?: string[];
	/** Top-level fields of the answer beside `error`; `returnData` is "Successful" unless it is among them. */
	readonly answer?: Record<string, unknown>;
}

/** A command of which tests need no more than its parameters by name, and the sample of its answer. */
export function documented({
	required = [],
	optional = [],
	answer = {},
}: Documented): CommandHandler {
	return ({ params }): Answer => {
		const absent = required.filter((name) => isEmpty(params[name]));
		if (absent.length > 0) return missing(absent);
		const unknown = Object.keys(params).filter(
			(name) => ![...required, ...optional].includes(name),
		);
		if (unknown.length > 0) {
			return { status: 400, text: JSON.stringify({ Error: `Unknown: ${unknown.join(', ')}` }) };
		}
		return success(answer);
	};
}

function isEmpty(value: unknown): boolean {
	return (
		value === undefined ||
		value === '' ||
		(typeof value === 'object' && value !== null && Object.keys(value).length === 0)
	);
}
