/** The same function, which does nothing when it is called with the same text as the last time. */
export function rememberLast<Result>(compute: (text: string) => Result): (text: string) => Result {
	let last: { readonly text: string; readonly result: Result } | undefined;
	return (text) => {
		if (last?.text !== text) last = { text, result: compute(text) };
		return last.result;
	};
}
