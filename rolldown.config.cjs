const { isAbsolute } = require('node:path');

const { n8n } = require('./package.json');

const names = [...n8n.nodes, ...n8n.credentials].map((path) => path.replace(/^dist\/|\.js$/g, ''));

/**
 * What n8n loads, and two files more instead of one for each source, which took more than twice as long to find,
 * read and compile. n8n does that whenever it starts: then it needs what the nodes and the credential show
 * (`shared`), and only when one of them runs the rest (`running`). Their names tell their content: where an update
 * replaces the files of an n8n that goes on running, the first run then finds no file rather than another version's.
 *
 * @type {import('rolldown').InputOptions & { output: import('rolldown').OutputOptions }}
 */
module.exports = {
	input: Object.fromEntries(names.map((name) => [name, `${name}.ts`])),
	// An absolute path begins with a letter on Windows.
	external: (id) => !id.startsWith('.') && !isAbsolute(id),
	platform: 'node',
	output: {
		dir: 'dist',
		format: 'cjs',
		strict: true,
		exports: 'named',
		chunkFileNames: '[name]-[hash].js',
		codeSplitting: {
			groups: [{ name: 'shared', tags: ['$initial'], priority: 1 }, { name: 'running' }],
		},
	},
};
