/** Refuses a tag that is not the version of package.json, or of which the changelog says nothing. */
import { readFileSync } from 'node:fs';

const [tag] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const changelog = readFileSync('CHANGELOG.md', 'utf8');

const problems = [
	...(tag === `v${version}` ? [] : [`The tag is ${tag}, and package.json has version ${version}.`]),
	...(changelog.includes(`\n## [${version}] - `)
		? []
		: [`CHANGELOG.md has no section "## [${version}] - <date>".`]),
];
if (problems.length > 0) {
	console.error(problems.join('\n'));
	process.exit(1);
}
