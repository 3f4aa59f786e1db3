const { dest, src } = require('gulp');

/** Copies what n8n reads beside the code (codex, output schemas) and shows (icons); rolldown.config.cjs makes the code. */
exports.default = () =>
	src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json', 'nodes/**/*.svg', 'icons/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
