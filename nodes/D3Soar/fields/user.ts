import { camelCase, demand, textOf, type Field, type FieldWords } from './field';

/** One user: typed in, or chosen from the site's users, who are sent by full name. */
export function user(parameter: string, words: FieldWords): Field {
	return {
		parameter,
		property: {
			displayName: parameter,
			name: camelCase(parameter),
			type: 'resourceLocator',
			default: { mode: 'name', value: '' },
			...words,
			modes: [
				{
					displayName: 'By Name',
					name: 'name',
					type: 'string',
					placeholder: 'e.g. Jane Doe',
				},
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a user',
					typeOptions: {
						searchListMethod: 'searchUsers',
						searchable: true,
						searchFilterRequired: false,
					},
				},
			],
		},
		toD3: (value) => demand(textOf(value)?.trim(), words.required),
	};
}
