import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

const user = {
	userID: '12',
	userName: 'jdoe',
	firstName: 'Jane',
	lastName: 'Doe',
	fullName: 'Jane Doe',
	timezoneId: '5',
	description: 'System Administrator',
	email: 'jane.doe@example.com',
	phone: '',
};

/** api-docs: get-users-by-role; the rows as the Aug 2024 page has them. */
const getUsersByRole: CommandHandler = (call) => {
	const { params, world } = call;
	const found = [{ ...user, role: 'Analyst' }].filter(
		({ userName }) => params.Online !== 'Yes' || world.online.includes(userName),
	);
	return documentedCommand({
		required: ['Role Name', 'Online'],
		response: { returnData: found },
	})(call);
};

/** api-docs: create-user. utility: get-user-with-user-name, get-user-with-email-address, get-all-users-with-specific-role, get-online-users, inactive-user */
export const userCommands: Record<string, CommandHandler> = {
	GetUserByUsername: documentedCommand({
		required: ['User Name'],
		response: { returnData: 'Succeed', contextData: { ...user, role: 'Analyst' } },
	}),
	GetUserByEmailAddress: documentedCommand({
		required: ['Email Address'],
		response: { returnData: 'Succeed', contextData: [user] },
	}),
	GetUsersByRole: getUsersByRole,
	// Its twin GetUsersByRole is an operation; this one is reached with Command > Run.
	GetAllUserOfARole: documentedCommand({
		required: ['Role Name'],
		response: { returnData: 'Succeed', contextData: [user] },
	}),
	GetOnlineUsers: documentedCommand({
		response: {
			returnData: 'Succeed',
			result: "<table class='cc-table'><th>User Name</th><tr><td>jdoe</td></tr></table>",
			contextData: [
				{
					...user,
					loginLogID: '12735',
					SourceIP: '192.168.1.250',
					factoryDeviceID: '',
					activeVSOCUsers: '1',
					activeMobileUsers: '2',
				},
			],
		},
	}),
	CreateUser: documentedCommand({ required: ['UserInfo'] }),
	InActiveUser: documentedCommand({ required: ['User Name'] }),
};
