import { jwtVerify } from 'jose';

import { isDeepStrictEqual } from 'node:util';

/** What opens one command: an API key, or the secret that signs its tokens. */
export interface CommandKey {
	readonly apiKey?: string;
	readonly secret?: string;
}

/**
 * Whether a request proves who calls. A token's signature has to be right, and each of its fields
 * has to be what the body says ("request body's values must match the payload exactly").
 */
export async function isAuthenticated(
	key: CommandKey,
	headers: Record<string, string | string[] | undefined>,
	body: unknown,
	isIngestion: boolean,
): Promise<boolean> {
	const { d3key, d3jwt } = headers;
	if (d3key !== undefined) return key.apiKey !== undefined && d3key === key.apiKey;
	if (typeof d3jwt !== 'string' || key.secret === undefined) return false;
	try {
		const { payload } = await jwtVerify(d3jwt, new TextEncoder().encode(key.secret), {
			algorithms: ['HS256'],
		});
		// Event ingestion: the payload is an empty object.
		if (isIngestion) return Object.keys(payload).length === 0;
		const said = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
		return (
			typeof payload.Username === 'string' &&
			Object.entries(payload).every(
				([field, value]) => !(body instanceof Object) || isDeepStrictEqual(said[field], value),
			)
		);
	} catch {
		return false;
	}
}
