import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';

import { installNode } from '../../scripts/command.cjs';

/** The Node.js that `npm test` brings, from an npm that has of it what each test says. */

/** A program in place of npm: it notes what it is to install, and has one version of it. */
const npmWith = (version: string) => `
const { appendFileSync, copyFileSync, mkdirSync, symlinkSync } = require('node:fs');
const [, , , wanted] = process.argv;
appendFileSync(${JSON.stringify(join(folder, 'asked'))}, wanted.split('@')[1] + '\\n');
if (!'${version}'.startsWith(wanted.split('@')[1])) {
	console.error('npm error code ETARGET');
	process.exit(1);
}
const bin = 'node_modules/' + wanted.split('@')[0] + '/bin';
mkdirSync(bin, { recursive: true });
if (process.platform === 'win32') copyFileSync(process.execPath, bin + '/node.exe');
else symlinkSync(process.execPath, bin + '/node');
`;

const environment = { ...process.env };
let folder: string;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-nodes-d3soar-test-'));
	process.env.D3SOAR_CACHE = join(folder, 'cache');
	process.env.npm_execpath = join(folder, 'npm-cli.js');
});

afterEach(async () => {
	for (const name of ['D3SOAR_CACHE', 'npm_execpath']) {
		if (environment[name] === undefined) delete process.env[name];
		else process.env[name] = environment[name];
	}
	await rm(folder, { recursive: true, force: true });
});

const useNpmWith = async (version: string) =>
	await writeFile(join(folder, 'npm-cli.js'), npmWith(version));
const asked = async () => (await readFile(join(folder, 'asked'), 'utf8')).trim().split('\n');

it('brings the very version that is asked for, and asks npm for it once', async () => {
	await useNpmWith('24.21.0');
	const program = await installNode('24.21.0');
	expect(existsSync(program)).toBe(true);
	expect(program).toContain(`${sep}node-24.21.0${sep}`);
	expect(await installNode('24.21.0')).toBe(program);
	expect(await asked()).toEqual(['24.21.0']);
});

// For Apple silicon npm has fewer versions than for other machines.
it('brings the newest of the same major version where npm has not the very one for this machine', async () => {
	await useNpmWith('24.0.0');
	const program = await installNode('24.21.0');
	expect(existsSync(program)).toBe(true);
	expect(program).toContain(`${sep}node-24${sep}`);
	expect(await installNode('24.21.0')).toBe(program);
	expect(await asked()).toEqual(['24.21.0', '24']);
});

it('says in the words of npm why there is none', async () => {
	await useNpmWith('26.0.0');
	await expect(installNode('24.21.0')).rejects.toThrow('ETARGET');
});
