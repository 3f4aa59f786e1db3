/**
 * A text in which nothing hides: what turns the direction of reading round, takes no room, or controls a terminal is
 * shown by its code point. What a person approves must be what they read.
 */
export function visible(text: string): string {
	return text
		.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
		.replace(HIDDEN, (character) => `[U+${codeOf(character)}]`);
}

/** Control and format characters, but for tabs, line breaks, and the joiners of emojis and of some scripts. */
const HIDDEN = /(?![\t\n\u200c\u200d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu;

function codeOf(character: string): string {
	return character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
}
