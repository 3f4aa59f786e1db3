/** The operations of the node, for scripts: bundled, since Node.js does not find what the sources import. */
import { createRequire } from 'node:module';
import { isAbsolute, join } from 'node:path';
import { rolldown } from 'rolldown';

const BUNDLE = './coverage/resources.cjs';

const require = createRequire(join(process.cwd(), 'package.json'));
const bundle = await rolldown({
	input: 'nodes/D3Soar/resources/index.ts',
	external: (id) => !id.startsWith('.') && !isAbsolute(id),
	platform: 'node',
});
await bundle.write({ file: BUNDLE, format: 'cjs' });
await bundle.close();

export const { resources } = require(BUNDLE) as typeof import('../nodes/D3Soar/resources/index.ts');
