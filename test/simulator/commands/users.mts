import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

const user = {
	userID: 12,
	userName: 'jdoe',
	firstName: 'Jane',
	lastName: 'Doe',
	fullName: 'Jane Doe',
	timezoneId: 'UTC',
	description: '',
	email: 'jane.doe@example.com',
	phone: '',
};

/** util: get-user-with-user-name, get-user-with-email-address, get-online-users, inactive-user */
export const userCommands: Record<string, CommandHandler> = {
	GetUserByUsername: documented({
		required: ['User Name'],
		answer: { returnData: 'Succeed', contextData: { ...user, role: 'Analyst' } },
	}),
	GetUserByEmailAddress: documented({
		required: ['Email Address'],
		answer: { returnData: 'Succeed', contextData: [user] },
	}),
	GetUsersByRole: documented({
		required: ['Role Name', 'Online'],
		answer: { returnData: [{ ...user, role: 'Analyst' }] },
	}),
	GetOnlineUsers: documented({
		answer: {
			returnData: 'Succeed',
			result: '<table><tr><td>Jane Doe</td></tr></table>',
			contextData: [
				{
					userID: user.userID,
					userName: user.userName,
					fullName: user.fullName,
					timezoneId: user.timezoneId,
					description: user.description,
					email: user.email,
					phone: user.phone,
					loginLogID: 345,
					SourceIP: '192.0.2.10',
					factoryDeviceID: '',
					activeVSOCUsers: 1,
					activeMobileUsers: 0,
				},
			],
		},
	}),
	InActiveUser: documented({ required: ['User Name'] }),
};
