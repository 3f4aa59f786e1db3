/** A value that cannot be given to D3. The message follows the field's name: `Due Date <message>`. */
export class InvalidValue extends Error {
	/** @param advice What to do, as whole sentences. */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/** A parameter cannot be given to D3; nothing was sent. The message names the field. */
export class InvalidParameter extends Error {
	/** @param advice What to do, as whole sentences. */
	constructor(
		message: string,
		readonly advice: string,
	) {
		super(message);
	}
}

/**
 * What a parameter was refused for.
 *
 * @throws whatever else it is: a fault of ours must not read like one of the user's.
 */
export function refusalFrom(error: unknown): InvalidParameter {
	if (error instanceof InvalidParameter) return error;
	throw error;
}

/**
 * Who and where: without them D3 would act for nobody in particular.
 *
 * @throws InvalidParameter if it is blank.
 */
export function requireNonBlank(name: string, value: string | undefined): string {
	const text = String(value ?? '').trim();
	if (text !== '') return text;
	throw new InvalidParameter(`${name} is empty`, 'Give it in the credential or in the node.');
}
