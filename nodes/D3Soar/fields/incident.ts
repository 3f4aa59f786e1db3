import { camelCase, demand, textOf, type Field, type FieldWords } from './field';

/** One incident: its number typed in, or chosen from a list. */
export function incident(parameter: string, words: Omit<FieldWords, 'description'>): Field {
	return {
		parameter,
		property: {
			displayName: parameter,
			name: camelCase(parameter),
			type: 'resourceLocator',
			default: { mode: 'number', value: '' },
			...words,
			description: 'Number of the incident in D3, e.g. 20220125-1',
			modes: [
				{
					displayName: 'By Number',
					name: 'number',
					type: 'string',
					placeholder: 'e.g. 20220125-1',
				},
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose an incident',
					typeOptions: {
						searchListMethod: 'searchIncidents',
						searchable: true,
						searchFilterRequired: false,
					},
				},
			],
		},
		toD3: (value) => demand(textOf(value)?.trim(), words.required),
	};
}
