/** Who answers: a name, nobody in particular, or a reason why it cannot be told. */
export type Approver = { readonly name: string | undefined } | { readonly problem: string };

/** Characters of a name; more is no name. */
const MAX_NAME = 256;

/**
 * Who answers, as the user's single sign-on proxy says in a header.
 *
 * @param header Its name in small letters; empty if nobody is asked for a name.
 */
export function approverIn(
	{ rawHeaders }: { readonly rawHeaders: readonly string[] },
	header: string,
): Approver {
	if (header === '') return { name: undefined };
	const values = rawHeaders.filter(
		(_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === header,
	);
	if (values.length > 1) {
		// The proxy's own and one that the visitor sent: nobody can tell which is which.
		return {
			problem: `The header ${header} came ${values.length} times, so nobody can tell who you are. The sign-on proxy in front of n8n has to remove it from what visitors send.`,
		};
	}
	const name = decoded(values[0] ?? '').trim();
	if (name !== '' && name.length <= MAX_NAME) return { name };
	return {
		problem: `This question can only be answered by somebody whom the sign-on proxy in front of n8n has named, in the header ${header}. Open the link through your company's sign-on.`,
	};
}

/** Node.js reads headers as Latin-1; proxies write names in UTF-8. */
function decoded(value: string): string {
	const text = Buffer.from(value, 'latin1').toString('utf8');
	return text.includes('\ufffd') ? value : text;
}
