import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { installN8n } from '../support/n8n/install.mts';

/** What a newcomer is told whose machine cannot do what they typed. */

const { platform } = process;
const { D3SOAR_CACHE } = process.env;
let cache: string;

beforeEach(async () => {
	cache = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-test-'));
	process.env.D3SOAR_CACHE = cache;
});

afterEach(async () => {
	Object.defineProperty(process, 'platform', { value: platform });
	if (D3SOAR_CACHE === undefined) delete process.env.D3SOAR_CACHE;
	else process.env.D3SOAR_CACHE = D3SOAR_CACHE;
	await rm(cache, { recursive: true, force: true });
});

// Whoever installs compilers there has lost an hour: it does not work with them either.
it('who types "npm start" on Windows is sent to WSL, and not to look for compilers', async () => {
	Object.defineProperty(process, 'platform', { value: 'win32' });
	await expect(installN8n(AbortSignal.abort())).rejects.toThrow(
		'This project can install n8n on Linux and macOS only, because a part of n8n must be compiled. On Windows, use WSL (https://learn.microsoft.com/windows/wsl/install).',
	);
});
