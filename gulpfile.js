const { dest, parallel, src } = require('gulp');

const { n8n } = require('./package.json');

/**
 * What n8n loads, and two files more instead of one for each source, which took more than twice as long to find,
 * read and compile. n8n does that whenever it starts: then it needs what the nodes and the credential show
 * (`shared`), and only when one of them runs the rest (`running`). Their names tell their content: where an update
 * replaces the files of an n8n that goes on running, the first run then finds no file rather than another version's.
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
		chunkFileNames: '[name]-[hash].js',
		codeSplitting: {
			groups: [{ name: 'shared', tags: ['$initial'], priority: 1 }, { name: 'running' }],
		},
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
