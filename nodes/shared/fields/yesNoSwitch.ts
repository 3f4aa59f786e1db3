import { CHECK_EXPRESSION, textOf, type Field, type FieldOptions } from './field';
import { InvalidValue } from '../errors';
import { propertyNames } from '../names';

interface YesNoSwitchOptions extends Omit<FieldOptions, 'required'> {
	/** Position of the switch in a new node; off by default. */
	default?: boolean;
}

const D3_VALUES = new Map([
	['true', 'Yes'],
	['yes', 'Yes'],
	['false', 'No'],
	['no', 'No'],
]);

/** A switch that D3 takes as `Yes` or `No`. An expression may also give these texts. */
export function yesNoSwitch(parameter: string, options: YesNoSwitchOptions): Field {
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'boolean',
			default: false,
			...options,
		},
		toD3: (value) => {
			if (value === undefined || value === null) {
				throw new InvalidValue('must be true or false', CHECK_EXPRESSION);
			}
			const text = textOf(value)?.trim().toLowerCase() ?? String(options.default ?? false);
			const d3Value = D3_VALUES.get(text);
			if (d3Value === undefined) {
				throw new InvalidValue('must be true or false', 'Set it to true or false.');
			}
			return d3Value;
		},
	};
}
