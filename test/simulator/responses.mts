/** What a request is answered with: a status, and a body that is sent as it is written here. */
export interface D3Response {
	readonly status: number;
	readonly text: string;
	readonly headers?: Record<string, string>;
}

/** The error bodies that D3 prints, to the letter. api-docs: http-status-codes */
export const DOCUMENTED_ERRORS = {
	invalidBody: {
		status: 400,
		text: '{"Error": "The body of the request must be a valid JSON object"}',
	},
	invalidKey: { status: 401, text: '{"Error": "Invalid authentication key."}' },
	rateLimited: {
		status: 429,
		text: '{"Error": "The request exceeds rate limits or is otherwise blocked by rate limiting policies."}',
	},
	unexpected: { status: 500, text: '{"Error": "Unexpected Error."}' },
} as const satisfies Record<string, D3Response>;

/** A success. D3 answers with its data in one or several of these fields. */
export function success(fields: Record<string, unknown>): D3Response {
	return { status: 200, text: JSON.stringify({ error: '', returnData: 'Successful', ...fields }) };
}

/** D3 documents that a 400 also means missing parameters, and no words for it: these are ours. */
export function missingParameters(parameters: string[]): D3Response {
	return {
		status: 400,
		text: JSON.stringify({ Error: `Missing required parameters: ${parameters.join(', ')}` }),
	};
}

/** "Even with a 200 OK status, the desired data may not be returned." */
export function failedCommand(error: string): D3Response {
	return {
		status: 200,
		text: JSON.stringify({
			error,
			returnData: 'Failed',
			rawData: '',
			contextData: [],
			outputData: '',
		}),
	};
}
