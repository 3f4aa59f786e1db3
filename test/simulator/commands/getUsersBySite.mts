import { failedCommand, missingParameters } from '../responses.mts';
import type { CommandHandler } from '../simulator.mts';

/** api-docs: get-users-by-site; the rows as the Aug 2024 page has them. */
export const getUsersBySite: CommandHandler = ({ params, world }) => {
	const absent = ['Site Name', 'Online'].filter((name) => !params[name]);
	if (absent.length > 0) return missingParameters(absent);
	if (![world.site, ...world.clientSites].includes(String(params['Site Name']))) {
		return failedCommand(`Site ${String(params['Site Name'])} was not found`);
	}
	const returnData = world.users.filter(
		({ userName }) => params.Online !== 'Yes' || world.online.includes(userName),
	);
	return { status: 200, text: JSON.stringify({ error: '', returnData }) };
};
