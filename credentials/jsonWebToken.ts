import { createHmac } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { CredentialError } from './CredentialError';
import { jsonObjectFrom } from './jsonObject';

/**
 * Signs a token with HS256, the one algorithm D3 documents.
 *
 * @param header The token's header; its `alg` must be `HS256`.
 * @param secret The key as D3 shows it: its characters are the bytes of the key, it is not decoded.
 * @returns header, payload and signature in base64url, separated by dots.
 * @throws CredentialError if the header names another algorithm.
 * @see https://docs.d3security.com/user-docs/json-web-token-authentication
 */
export function sign(header: IDataObject, payload: IDataObject, secret: string): string {
	if (header.alg !== 'HS256') {
		throw new CredentialError(
			'The JWT Header of the D3 SOAR credential must contain "alg": "HS256". D3 documents no other algorithm.',
		);
	}
	const content = [header, payload]
		.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
		.join('.');
	return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

/**
 * The payload of a ready-made token. Its signature is D3's to check.
 *
 * @throws CredentialError if the text is not three parts with a JSON object in the middle.
 */
export function payloadOf(token: string): IDataObject {
	const payload = jsonObjectFrom(
		token.split('.').length === 3
			? Buffer.from(token.split('.')[1]!, 'base64url').toString()
			: undefined,
	);
	if (payload === undefined) {
		throw new CredentialError(
			'The JWT of the D3 SOAR credential is not a valid JSON Web Token (three parts separated by dots). Copy the whole token again.',
		);
	}
	return payload;
}

/**
 * Fills the payload template that D3 shows for a key. "Request body's values must match the
 * payload exactly", so a field that the body has too takes the body's value.
 *
 * @param template The payload as D3 shows it.
 * @param body The body of the request: at least its `Username` and `Site`.
 * @throws CredentialError if a placeholder is left in a field that the body does not have.
 */
export function fillPayload(template: IDataObject, body: IDataObject): IDataObject {
	const payload: IDataObject = { ...template };
	for (const [field, value] of Object.entries(template)) {
		if (Object.hasOwn(body, field)) continue;
		if (field === 'Timestamp' && value === '') {
			payload[field] = DateTime.utc().toFormat('yyyy-MM-dd HH:mm:ss');
		} else if (isPlaceholder(value)) {
			throw new CredentialError(
				`The JWT Payload of the D3 SOAR credential still contains a placeholder in "${field}". Replace it with the value D3 shows for this key, or remove the field.`,
			);
		}
	}
	for (const field of Object.keys(body)) {
		if (Object.hasOwn(payload, field) || field === 'Username' || field === 'Site')
			payload[field] = body[field];
	}
	return payload;
}

/** Whether a value is a placeholder of D3's template: `<your site>`, `{{site}}`, `[site]`, `...` or empty. */
function isPlaceholder(value: unknown): boolean {
	return typeof value === 'string' && /^(\s*|<.*>|\{.*\}|\[.*\]|\.{3}|…)$/s.test(value.trim());
}
