const { dest, parallel, src } = require('gulp');

const { n8n } = require('./package.json');

/**
 * What n8n loads, and in one file what those share, instead of a file for each source: n8n finds, reads and
 * compiles all of them whenever it starts, and one for each command made that take more than twice as long.
 */
async function code() {
	const { rolldown } = await import('rolldown');
	const names = [...n8n.nodes, ...n8n.credentials].map((path) =>
		path.replace(/^dist\/|\.js$/g, ''),
	);
	const bundle = await rolldown({
		input: Object.fromEntries(names.map((name) => [name, `${name}.ts`])),
		external: /^[^./]/,
		platform: 'node',
	});
	await bundle.write({
		dir: 'dist',
		format: 'cjs',
		strict: true,
		exports: 'named',
		chunkFileNames: '[name].js',
		codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
	});
	await bundle.close();
}

/** What n8n reads beside the code (codex) and shows (icons). */
function assets() {
	return src(['nodes/**/*.node.json', 'nodes/**/*.svg', 'icons/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports.default = parallel(code, assets);
