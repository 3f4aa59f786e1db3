import { existsSync, readFileSync } from 'node:fs';

import { publishedManifest, publishedReadme } from '../../scripts/publishedFiles.mts';

/** What npm's page of the package shows and leads to, wherever the project is published from. */

const SOURCE = {
	repository: 'https://github.com/owner/project',
	tag: 'v1.2.3',
	account: 'somebody',
	accountId: '123',
};
const readme = publishedReadme(readFileSync('README.md', 'utf8'), SOURCE);
const targets = [...readme.matchAll(/\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g)].map(
	([, link, picture]) => (link ?? picture)!,
);

// On npm's page a path of the repository leads nowhere, and a picture is not there.
it('README.md is published without a link or picture that only works in the repository', () => {
	expect(targets.length).toBeGreaterThan(20);
	expect(targets.filter((target) => !/^(#|https:\/\/)/.test(target))).toEqual([]);
});

it('README.md is published with links to files that the release has, and pictures as they are', () => {
	const ofFiles = targets.filter((target) => target.startsWith(SOURCE.repository));
	expect(ofFiles.length).toBeGreaterThan(10);
	for (const target of ofFiles) {
		const [, view, path] = /^https:\/\/github\.com\/owner\/project\/(\w+)\/v1\.2\.3\/([^#]*)/.exec(
			target,
		)!;
		expect([path, existsSync(path!), view]).toEqual([
			path,
			true,
			/\.png$/.test(path!) ? 'raw' : 'blob',
		]);
	}
});

// npm refuses a release whose repository is another than the one that built it.
it('package.json is published with the repository that publishes, and changed in nothing else', () => {
	const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as { author: object };
	expect(publishedManifest(manifest, SOURCE)).toEqual({
		...manifest,
		homepage: 'https://github.com/owner/project#readme',
		bugs: { url: 'https://github.com/owner/project/issues' },
		repository: { type: 'git', url: 'git+https://github.com/owner/project.git' },
		author: { ...manifest.author, email: '123+somebody@users.noreply.github.com' },
	});
});
