import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { isObject } from '../answer/answer';
import { ask } from './ask';

/**
 * The users of the site, by full name. D3's Aug 2024 page has the rows at `returnData[]`, an older
 * one at `rawData.users[]`.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/get-users-by-site
 */
export async function searchUsers(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { returnData, rawData } = await ask(
		this,
		{
			command: 'GetUsersBySite',
			keyField: 'usersApiKey',
			keyName: 'Get Users by Site Key',
			instead: 'type the name',
		},
		(site) => ({ 'Site Name': site, Online: 'No' }),
	);
	const rows = [returnData, isObject(rawData) ? rawData.users : rawData].find(Array.isArray) ?? [];
	const wanted = (filter ?? '').trim().toLowerCase();
	const results = rows
		.filter(isObject)
		.map(({ fullName, userName, email }) => ({
			fullName: String(fullName ?? '').trim(),
			userName: String(userName ?? ''),
			email: String(email ?? ''),
		}))
		.filter((user) => user.fullName !== '')
		.filter((user) => Object.values(user).join('\n').toLowerCase().includes(wanted))
		.sort((a, b) => a.fullName.localeCompare(b.fullName))
		.map(({ fullName, userName }) => ({
			name: userName === '' ? fullName : `${fullName} (${userName})`,
			value: fullName,
		}));
	return { results };
}
