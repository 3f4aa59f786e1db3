import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify, { type FastifyInstance } from 'fastify';

import { npm } from '../../scripts/command.cjs';
import type { Certificate } from '../support/certificate.mts';
import { Proxy } from '../support/proxy.mts';

/** Stands in for npm's registry, which in this n8n's eyes has one package more: the packed file. */
export class Registry {
	/** The n8n that is to install from here needs this environment. */
	env: NodeJS.ProcessEnv = {};
	/** Paths that were asked for. */
	readonly asked: string[] = [];
	private readonly server: FastifyInstance;
	private proxy: Proxy | undefined;
	private readonly name: string;
	private readonly certificate: Certificate;

	/**
	 * @param name The host under which n8n asks for it.
	 * @param file What `npm pack` made of this project.
	 */
	constructor(name: string, certificate: Certificate, file: string) {
		this.name = name;
		this.certificate = certificate;
		this.server = fastify({ forceCloseConnections: true, https: certificate } as object);
		this.server.addHook('onRequest', async ({ url }) => void this.asked.push(url));
		this.server.get(`/${manifest.name}`, async () => packument(name, await readFile(file)));
		this.server.get(`/${manifest.name}/:version`, async () => manifest);
		this.server.get(TARBALL, async () => await readFile(file));
	}

	/** @param folder For its certificate, and for what npm keeps. */
	async listen(folder: string): Promise<this> {
		const { port } = new URL(await this.server.listen({ host: '127.0.0.1', port: 0 }));
		this.proxy = await new Proxy({ [this.name]: Number(port) }).listen();
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

/**
 * The host of the registry that npm uses where nobody tells it of another. n8n asks the same one, and takes
 * another only with a licence.
 *
 * @param folder Any without settings of npm.
 */
export async function hostOfRegistry(folder: string): Promise<string> {
	const env = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^npm_config_/i.test(name)),
	);
	const settings = ['user', 'global'].map((of) => `--${of}config=${join(folder, of)}`);
	const address = await npm(['config', 'get', 'registry', ...settings], { cwd: folder, env });
	return new URL(address.trim()).hostname;
}

/** What the registry says of a package with one version. */
function packument(host: string, file: Buffer): object {
	const { name, version } = manifest;
	const integrity = `sha512-${createHash('sha512').update(file).digest('base64')}`;
	const dist = { tarball: `https://${host}${TARBALL}`, integrity };
	return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } };
}
