import type { Field, FieldOptions } from './field';
import { yesNoSwitch } from './yesNoSwitch';

interface BooleanSwitchOptions extends Omit<FieldOptions, 'required'> {
	/** Whether only the node uses it, and D3 never gets it. */
	nodeOnly?: boolean;
	/** Position of the switch in a new node; off by default. */
	default?: boolean;
}

/** A switch that D3 takes as `true` or `false`. */
export function booleanSwitch(
	parameter: string,
	{ nodeOnly = false, ...options }: BooleanSwitchOptions,
): Field {
	const field = yesNoSwitch(parameter, options);
	return { ...field, nodeOnly, toD3: (value, zones) => field.toD3(value, zones) === 'Yes' };
}
