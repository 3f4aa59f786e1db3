/** What npm shows of the package: the files of the project that name the repository from which it is published. */

/** Where a release comes from. */
export interface ReleaseSource {
	/** The address of the repository, e.g. `https://github.com/owner/name`. */
	readonly repository: string;
	/** The tag of the release: what its page links to stays as it was then. */
	readonly tag: string;
	/** The account that pushed the tag. */
	readonly account: string;
	/** The number by which the host of the repository knows it. */
	readonly accountId: string;
}

/**
 * package.json as it is published. npm compares `repository` with where the release was built. The author's address is
 * the one that the host gives each account: n8n wants one, and nobody's own belongs into the project.
 */
export function publishedManifest(
	manifest: { readonly author: object },
	{ repository, account, accountId }: ReleaseSource,
): object {
	return {
		...manifest,
		homepage: `${repository}#readme`,
		bugs: { url: `${repository}/issues` },
		repository: { type: 'git', url: `git+${repository}.git` },
		author: {
			...manifest.author,
			email: `${accountId}+${account}@users.noreply.${new URL(repository).host}`,
		},
	};
}

/** README.md as it is published: its links to files and its pictures lead to the repository. */
export function publishedReadme(readme: string, { repository, tag }: ReleaseSource): string {
	const isAbsolute = (target: string) => /^(#|https?:)/.test(target);
	return readme
		.replace(/\]\(([^)\s]+)\)/g, (link, target: string) =>
			isAbsolute(target) ? link : `](${repository}/blob/${tag}/${target})`,
		)
		.replace(/(src|srcset)="([^"]+)"/g, (picture, attribute: string, target: string) =>
			isAbsolute(target) ? picture : `${attribute}="${repository}/raw/${tag}/${target}"`,
		);
}
