import { generate } from 'selfsigned';

/** A certificate that nobody has signed but itself, in PEM. */
export interface Certificate {
	readonly key: string;
	readonly cert: string;
}

/** @param name A host name or an IPv4 address. */
export async function certificateFor(name: string): Promise<Certificate> {
	const isAddress = /^[\d.]+$/.test(name);
	const altName = isAddress ? { type: 7 as const, ip: name } : { type: 2 as const, value: name };
	const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
		extensions: [{ name: 'subjectAltName', altNames: [altName] }],
	});
	return { key, cert };
}
