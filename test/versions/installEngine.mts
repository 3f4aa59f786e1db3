import { installEngine } from '../support/n8n/install.mts';

/** Brings the engine of a line before its tests. */
export default async function setup(
	_global: unknown,
	{ globals }: { globals: { N8N_VERSION?: string } },
): Promise<void> {
	await installEngine(globals.N8N_VERSION!);
}
