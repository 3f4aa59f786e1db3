import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parse } from 'flatted';

/** A text that n8n wrote, and where. */
export interface StoredText {
	readonly place: string;
	readonly text: string;
}

/**
 * Everything that a stopped n8n has left behind: each value of each row of its database, executions
 * also as their single texts, and the bytes of each file, logs and event log among them.
 */
export async function storedTextsIn(userFolder: string): Promise<StoredText[]> {
	const files = (await filesIn(userFolder)).map(async (path) => ({
		place: path.slice(userFolder.length + 1),
		text: await readFile(path, 'latin1'),
	}));
	return [...valuesIn(join(userFolder, '.n8n', 'database.sqlite')), ...(await Promise.all(files))];
}

/** Without what was installed: that is the package and nothing that n8n wrote. */
async function filesIn(folder: string): Promise<string[]> {
	const entries = await readdir(folder, { withFileTypes: true, recursive: true });
	return entries
		.filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
		.map((entry) => join(entry.parentPath, entry.name));
}

function valuesIn(path: string): StoredText[] {
	const database = new DatabaseSync(path, { readOnly: true });
	const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
	const written = tables.flatMap(({ name }) =>
		database
			.prepare(`SELECT * FROM "${String(name)}"`)
			.all()
			.flatMap((row) =>
				Object.entries(row).flatMap(([column, value]) => {
					const text = value instanceof Uint8Array ? Buffer.from(value).toString() : String(value);
					const place = `${String(name)}.${column}`;
					return [
						{ place, text },
						...decoded(text).map((one) => ({ place: `${place}, decoded`, text: one })),
					];
				}),
			),
	);
	database.close();
	return written;
}

/** The names and texts in an execution as n8n stores it, or in any other JSON. */
function decoded(text: string): string[] {
	if (!/^\s*[[{]/.test(text)) return [];
	for (const read of [parse, JSON.parse]) {
		try {
			return textsIn(read(text), new Set());
		} catch {
			// Not written that way.
		}
	}
	return [];
}

function textsIn(value: unknown, seen: Set<unknown>): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner, seen)]);
}
