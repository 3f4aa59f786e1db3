const { dest, src } = require('gulp');

/** The compiler leaves these out: what n8n reads beside the code (codex) and shows (icons). */
function assets() {
	return src(['nodes/**/*.node.json', 'nodes/**/*.svg', 'icons/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports.default = assets;
