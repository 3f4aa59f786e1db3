import { globSync } from 'node:fs';
import { sep } from 'node:path';

/** The files of these patterns in order, with slashes on every platform: as documents and package.json name them. */
export function filesOf(...patterns: string[]): string[] {
	return globSync(patterns)
		.map((path) => path.split(sep).join('/'))
		.sort();
}
