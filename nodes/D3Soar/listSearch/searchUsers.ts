import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { scalarText } from '../../shared/response/parse';
import { userRows } from '../../shared/response/lists';
import { fetchList } from './fetchList';

/** The users of the site, by full name. */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return { results: await usersBy('fullName', this, filter) };
}

/** The users of the site, by user name. */
export async function searchUserNames(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	return { results: await usersBy('userName', this, filter) };
}

/**
 * The users of the site, by one of their names.
 *
 * @param nameType Which name becomes the value; users without it are left out.
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-users-by-site
 */
async function usersBy(
	nameType: 'fullName' | 'userName',
	context: ILoadOptionsFunctions,
	filter: string | undefined,
): Promise<INodeListSearchItems[]> {
	const { response } = await fetchList(
		context,
		{
			command: 'GetUsersBySite',
			alternative: 'type the name',
		},
		(site) => ({ 'Site Name': site, Online: 'No' }),
	);
	const wanted = (filter ?? '').trim().toLowerCase();
	return (userRows(response) ?? [])
		.map(({ fullName, userName, email }) => ({
			fullName: scalarText(fullName),
			userName: scalarText(userName),
			email: scalarText(email),
		}))
		.filter((user) => user[nameType] !== '')
		.filter((user) => Object.values(user).join('\n').toLowerCase().includes(wanted))
		.sort((a, b) => a.fullName.localeCompare(b.fullName))
		.map((user) => ({ name: labelOf(user), value: user[nameType] }));
}

/** `Jane Doe (jdoe)` */
function labelOf({ fullName, userName }: { fullName: string; userName: string }): string {
	if (fullName === '') return userName;
	return userName === '' ? fullName : `${fullName} (${userName})`;
}
