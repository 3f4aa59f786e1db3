import { camelCase, type Field, type FieldWords } from './field';
import { yesNo } from './yesNo';

/** A switch that D3 takes as `true` or `false`, or that only the node looks at. */
export function toggle(parameter: string, words: Omit<FieldWords, 'required'>): Field {
	const { property, toD3 } = yesNo(parameter, words);
	return {
		parameter,
		property: { ...property, name: camelCase(parameter) },
		toD3: (value, zones) => toD3(value, zones) === 'Yes',
	};
}
