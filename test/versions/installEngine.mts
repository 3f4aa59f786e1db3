import { installEngine } from '../../scripts/n8n/install.mts';

/** Before the tests on a line: brings its engine. */
export default async function setup(
	_global: unknown,
	{ globals }: { globals: { N8N_LINE?: string } },
): Promise<void> {
	await installEngine(globals.N8N_LINE!);
}
