import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';

import type { Certificate } from '../certificate.mts';
import { Proxy } from '../proxy.mts';

/** The registry that n8n asks: it takes another only with a licence. */
const NAME = 'registry.npmjs.org';

/** Stands in for npm's registry, which in this n8n's eyes has one package more: the packed file. */
export class Registry {
	/** The n8n that is to install from here needs this environment. */
	env: NodeJS.ProcessEnv = {};
	/** Paths that were asked for. */
	readonly asked: string[] = [];
	private readonly server: FastifyInstance;
	private proxy: Proxy | undefined;
	private readonly certificate: Certificate;

	/** @param file What `npm pack` made of this project. */
	constructor(certificate: Certificate, file: string) {
		this.certificate = certificate;
		this.server = fastify({ forceCloseConnections: true, https: certificate } as object);
		this.server.addHook('onRequest', async ({ url }) => void this.asked.push(url));
		this.server.get(`/${manifest.name}`, async () => packument(await readFile(file)));
		this.server.get(`/${manifest.name}/:version`, async () => manifest);
		this.server.get(TARBALL, async () => await readFile(file));
	}

	/** @param folder For its certificate. */
	async listen(folder: string): Promise<this> {
		const { port } = new URL(await this.server.listen({ host: '127.0.0.1', port: 0 }));
		this.proxy = await new Proxy({ [NAME]: Number(port) }).listen();
		const authority = join(folder, 'registry.pem');
		await writeFile(authority, this.certificate.cert);
		const { url } = this.proxy;
		this.env = {
			HTTPS_PROXY: url,
			NODE_EXTRA_CA_CERTS: authority,
			// n8n's npm, whatever this machine's own one is told.
			npm_config_https_proxy: url,
			npm_config_cafile: authority,
			npm_config_cache: join(folder, 'npm-cache'),
		};
		return this;
	}

	async close(): Promise<void> {
		await this.proxy?.close();
		await this.server.close();
	}
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
	readonly name: string;
	readonly version: string;
};
const TARBALL = `/${manifest.name}/-/${manifest.name}-${manifest.version}.tgz`;

/** What the registry says of a package with one version. */
function packument(file: Buffer): object {
	const { name, version } = manifest;
	const integrity = `sha512-${createHash('sha512').update(file).digest('base64')}`;
	const dist = { tarball: `https://${NAME}${TARBALL}`, integrity };
	return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
