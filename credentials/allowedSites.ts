import type { IDataObject } from 'n8n-workflow';

import { parseJson } from '../nodes/shared/json';
import { repeatedNameIn } from '../nodes/shared/jsonText';
import { textOfField, type D3SoarCredential } from './credential';
import { CredentialError } from './CredentialError';
import type { Target } from './target';

/**
 * Rejects a request for a site that the credential does not allow, so that no workflow acts in another client's site.
 *
 * @param given The body as the request has it.
 * @param body The body as D3 gets it, if it is a JSON object; its user and site may be the credential's.
 * @throws CredentialError if the site is not allowed, or if it cannot be told.
 */
export function requireAllowedSite(
	credential: D3SoarCredential,
	target: Target,
	given: unknown,
	body: IDataObject | undefined,
): void {
	const allowed = textOfField(credential, 'allowedSites', 'Allowed Sites')
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (allowed.length === 0) return;
	const sites = sitesOf(target, given, body);
	if (sites === undefined) {
		throw new CredentialError(
			'The Site of this request cannot be read, and the D3 SOAR credential has Allowed Sites. It was not sent. Send a JSON object with one Site, or clear Allowed Sites.',
		);
	}
	const other = sites.find((site) => !allowed.includes(String(site)));
	if (other !== undefined) {
		throw new CredentialError(
			`The Site "${String(other)}" is not one of the Allowed Sites of the D3 SOAR credential. The request was not sent. Use an allowed site, or add this one to the credential.`,
		);
	}
}

/** The sites that D3 may read in a request; `undefined` if they cannot be told. */
function sitesOf(
	{ isIngestion, ingestionSite }: Target,
	given: unknown,
	body: IDataObject | undefined,
): unknown[] | undefined {
	if (isIngestion) return ingestionSite === undefined ? undefined : [ingestionSite];
	const text = typeof given === 'string' ? given : undefined;
	// The body of the credential test, a single text, names no site. D3 documents a 400 for it.
	if (body === undefined) return typeof parseJson(text ?? '') === 'string' ? [] : undefined;
	if (text !== undefined && repeatedNameIn(text) !== undefined) return undefined;
	// D3 may read names of a body without minding their case, as servers in .NET do.
	return Object.entries(body)
		.filter(([name]) => name.toLowerCase() === 'site')
		.map(([, site]) => site);
}
