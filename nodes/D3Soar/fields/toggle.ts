import type { Field, FieldWords } from './field';
import { yesNo } from './yesNo';

interface ToggleWords extends Omit<FieldWords, 'required'> {
	/** Whether only the node looks at it, and D3 never gets it. */
	local?: boolean;
	/** Position of the switch in a new node; off if not said. */
	default?: boolean;
}

/** A switch that D3 takes as `true` or `false`. */
export function toggle(parameter: string, { local = false, ...words }: ToggleWords): Field {
	const field = yesNo(parameter, words);
	return { ...field, local, toD3: (value, zones) => field.toD3(value, zones) === 'Yes' };
}
