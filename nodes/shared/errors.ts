/** A value that cannot be sent to D3. The message follows the field's name: `Due Date <message>`. */
export class InvalidValue extends Error {
	/** @param advice What to do, as complete sentences. */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** A parameter that cannot be sent to D3; nothing was sent. The message names the field. */
export class InvalidParameter extends Error {
	/** @param advice What to do, as complete sentences. */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/**
 * The error as the one of an invalid parameter.
 *
 * @throws any other error: a bug in this package must not look like a mistake of the user's.
 */
export function asInvalidParameter(error: unknown): InvalidParameter {
	if (error instanceof InvalidParameter) return error;
	throw error;
}

/**
 * Requires a username or a site: without them D3 would not know for whom or where to act.
 *
 * @throws InvalidParameter if it is blank.
 */
export function requireNonBlank(name: string, value: string | undefined): string {
	const text = String(value ?? '').trim();
	if (text !== '') return text;
	throw new InvalidParameter(`${name} is empty`, 'Set it in the credential or in the node.');
}
