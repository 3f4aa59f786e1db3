import { readFileSync } from 'node:fs';
import { posix } from 'node:path';

interface Lock {
	/** By the path of each package's folder; the project itself is ''. */
	readonly packages: Readonly<
		Record<string, { readonly optionalDependencies?: Readonly<Record<string, string>> }>
	>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

/** Whether a package finds another as Node.js looks for it: in its own folder, then in each one above. */
function finds(path: string, name: string): boolean {
	for (let folder = path; ; folder = posix.dirname(folder)) {
		if (posix.join(folder, 'node_modules', name) in packages) return true;
		if (folder === '' || folder === '.') return false;
	}
}

// A program for one platform is an optional package: npm leaves it out of a lock that it writes where a
// node_modules folder for another platform exists, and "npm ci" then fails on the platforms left out. This lock
// is whole again after "npm install --package-lock-only" in a folder without node_modules.
it('package-lock.json holds the packages of every platform, so that "npm ci" works on each', () => {
	const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
		Object.keys(optionalDependencies)
			.filter((name) => !finds(path, name))
			.map((name) => `${name}, which ${path} needs`),
	);
	expect(missing).toEqual([]);
});

// Otherwise every installation, on any machine, would ask one machine's mirror.
it('package-lock.json names no registry, so that each machine installs from its own', () => {
	expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved": "https?:/);
});

// A dependency's script asks for another package manager, and a newcomer types "npm ci" without a flag.
it('.npmrc lets no dependency run a script on "npm ci", and names no registry', () => {
	const settings = readFileSync('.npmrc', 'utf8').match(/^[^#\n].*$/gm);
	expect(settings).toEqual(['ignore-scripts=true', 'omit-lockfile-registry-resolved=true']);
});

// A container image is often built from package.json and the lock alone, without .npmrc.
it('package.json forbids the scripts of every dependency that has some when it is installed', () => {
	const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
		packages: Record<string, { hasInstallScript?: boolean }>;
	};
	const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
		allowScripts: Record<string, boolean>;
	};
	const withScripts = Object.entries(lock.packages)
		.filter(([, { hasInstallScript }]) => hasInstallScript)
		.map(([path]) => path.split('node_modules/').at(-1)!);
	expect(Object.keys(allowScripts).sort()).toEqual([...new Set(withScripts)].sort());
	expect(Object.values(allowScripts)).not.toContain(true);
});
