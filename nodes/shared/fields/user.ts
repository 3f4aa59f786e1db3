import { requireValue, textOf, type Field, type FieldOptions } from './field';
import { propertyNames } from '../names';
import { locatorList } from './locatorList';

interface UserOptions extends FieldOptions {
	/** Which of a user's names D3 wants here. */
	nameType: keyof typeof NAMES;
}

const NAMES = {
	fullName: {
		placeholder: 'e.g. Jane Doe',
		searchListMethod: 'searchUsers',
		takesName: 'takes the full name, e.g. Jane Doe, not the user name.',
	},
	userName: {
		placeholder: 'e.g. jdoe',
		searchListMethod: 'searchUserNames',
		takesName: 'takes the user name, e.g. jdoe, not the full name.',
	},
} as const;

/** One user: typed in, or chosen from the site's users. */
export function user(parameter: string, { nameType, ...options }: UserOptions): Field {
	const { placeholder, searchListMethod, takesName } = NAMES[nameType];
	return {
		parameter,
		property: {
			...propertyNames(parameter),
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			...options,
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Choose a user',
					typeOptions: locatorList(searchListMethod, 'Name'),
				},
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					placeholder,
				},
			],
		},
		takesName,
		toD3: (value) => requireValue(textOf(value)?.trim(), options.required),
	};
}
