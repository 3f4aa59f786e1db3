import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
} from 'n8n-workflow';

import { noList } from '../../shared/messages';
import { holdsOther, userRows } from '../../shared/response/lists';
import { scalarText } from '../../shared/response/parse';
import { fetchList, listError } from './fetchList';

const LIST = {
	command: 'GetUsersBySite',
	alternative: 'type the name',
} as const;

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
 * @throws NodeOperationError if the response holds no list of users.
 * @see https://docs.d3security.com/utility-command-docs/Working-version/get-users-by-site
 */
async function usersBy(
	nameType: 'fullName' | 'userName',
	context: ILoadOptionsFunctions,
	filter: string | undefined,
): Promise<INodeListSearchItems[]> {
	const { response } = await fetchList(context, LIST, (site) => ({
		'Site Name': site,
		Online: 'No',
	}));
	const rows = userRows(response);
	if (rows === undefined && holdsOther(response)) {
		throw listError(context, noList('missingList', LIST));
	}
	const wanted = (filter ?? '').trim().toLowerCase();
	const users = (rows ?? [])
		.map(({ fullName, userName, email }) => ({
			fullName: scalarText(fullName),
			userName: scalarText(userName),
			email: scalarText(email),
		}))
		.filter((user) => user[nameType] !== '')
		.sort((a, b) => a.fullName.localeCompare(b.fullName));
	return [...byName(users, nameType)]
		.filter(([, namesakes]) => namesakes.some((user) => isMeant(user, wanted)))
		.map(([value, namesakes]) => ({ name: labelOf(namesakes), value }));
}

interface User {
	readonly fullName: string;
	readonly userName: string;
	readonly email: string;
}

/** Whether one of a user's names or the address holds what is searched for. */
function isMeant(user: User, wanted: string): boolean {
	return Object.values(user).join('\n').toLowerCase().includes(wanted);
}

/**
 * The users under the name that is sent. Two with one full name would look like two choices, and D3 would get
 * the same for either.
 */
function byName(users: readonly User[], nameType: keyof User): Map<string, User[]> {
	const named = new Map<string, User[]>();
	for (const user of users) {
		const namesakes = named.get(user[nameType]) ?? [];
		const isListed = namesakes.some(
			({ userName }) => userName !== '' && userName === user.userName,
		);
		if (!isListed) named.set(user[nameType], [...namesakes, user]);
	}
	return named;
}

/** `Jane Doe (jdoe)`, or `Jane Doe (2 users: jdoe, jdoe2)` where several have the name that is sent. */
function labelOf(namesakes: readonly User[]): string {
	const { fullName } = namesakes[0]!;
	const userNames = namesakes.map(({ userName }) => userName).filter((name) => name !== '');
	const logins = userNames.join(', ');
	if (fullName === '') return logins;
	if (namesakes.length === 1) return logins === '' ? fullName : `${fullName} (${logins})`;
	return `${fullName} (${namesakes.length} users${logins === '' ? '' : `: ${logins}`})`;
}
