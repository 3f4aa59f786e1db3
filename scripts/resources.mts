/** The declared commands, for scripts: Node.js cannot load their sources as they are, which are made for a bundler. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const BUNDLE = 'coverage/resources.cjs';

const bundle = await rolldown({
	input: 'nodes/D3Soar/resources/index.ts',
	external: /^[^./]/,
	platform: 'node',
});
await bundle.write({ file: BUNDLE, format: 'cjs' });
await bundle.close();

const require = createRequire(join(process.cwd(), 'package.json'));
export const { resources } = require(
	`./${BUNDLE}`,
) as typeof import('../nodes/D3Soar/resources/index.ts');
