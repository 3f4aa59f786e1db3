import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { wordOf } from '../answer/parse';
import { usersIn } from '../answer/listings';
import { ask } from './ask';

/** The users of the site, by full name. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return { results: await usersBy('fullName', this, filter) };
}

/** The users of the site, by the name with which they log in. */
export async function searchUserNames(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return { results: await usersBy('userName', this, filter) };
}

/**
 * The users of the site under one of their names.
 *
 * @param name Which of their names is sent; who has none is left out.
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-users-by-site
 */
async function usersBy(
	name: 'fullName' | 'userName',
	context: ILoadOptionsFunctions,
	filter: string | undefined,
): Promise<INodeListSearchItems[]> {
	const answer = await ask(
		context,
		{
			command: 'GetUsersBySite',
			keyField: 'usersApiKey',
			keyName: 'Get Users by Site Key',
			instead: 'type the name',
		},
		(site) => ({ 'Site Name': site, Online: 'No' }),
	);
	const wanted = (filter ?? '').trim().toLowerCase();
	return (usersIn(answer) ?? [])
		.map(({ fullName, userName, email }) => ({
			fullName: wordOf(fullName),
			userName: wordOf(userName),
			email: wordOf(email),
		}))
		.filter((user) => user[name] !== '')
		.filter((user) => Object.values(user).join('\n').toLowerCase().includes(wanted))
		.sort((a, b) => a.fullName.localeCompare(b.fullName))
		.map((user) => ({ name: shown(user), value: user[name] }));
}

/** `Jane Doe (jdoe)` */
function shown({ fullName, userName }: { fullName: string; userName: string }): string {
	if (fullName === '') return userName;
	return userName === '' ? fullName : `${fullName} (${userName})`;
}
