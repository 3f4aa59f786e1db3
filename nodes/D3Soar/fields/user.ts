import { demand, namesOf, textOf, type Field, type FieldWords } from './field';

interface UserWords extends FieldWords {
	/** Which of a user's names D3 wants here. */
	sends: keyof typeof NAMES;
}

const NAMES = {
	fullName: { placeholder: 'e.g. Jane Doe', searchListMethod: 'searchUsers' },
	userName: { placeholder: 'e.g. jdoe', searchListMethod: 'searchUserNames' },
} as const;

/** One user: typed in, or chosen from the site's users. */
export function user(parameter: string, { sends, ...words }: UserWords): Field {
	const { placeholder, searchListMethod } = NAMES[sends];
	return {
		parameter,
		property: {
			...namesOf(parameter),
			type: 'resourceLocator',
			default: { mode: 'name', value: '' },
			...words,
			modes: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					placeholder,
				},
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a user',
					typeOptions: { searchListMethod, searchable: true, searchFilterRequired: false },
				},
			],
		},
		toD3: (value) => demand(textOf(value)?.trim(), words.required),
	};
}
