import { DateTime } from 'luxon';

/** An incident as GetIncidents gives it, by the field names D3 documents. */
export type Incident = Record<string, unknown> & {
	'IR Number': string;
	Title: string;
	/** `yyyy-MM-dd HH:mm:ss`, UTC. */
	'Date Created': string;
	/** The only site in which it is; in every one if missing. */
	Site?: unknown;
};

/** An event as GetEvents gives it, by the field names of D3 before 16.8. */
export interface Event extends Record<string, unknown> {
	EventID: number;
	/** `yyyy-MM-dd HH:mm:ss`, UTC. */
	IntakeTime: string;
}

/** A user as GetUsersBySite gives it. */
export interface User {
	userID: number;
	userName: string;
	firstName: string;
	lastName: string;
	fullName: string;
	timezone: string;
	timezoneId: number;
	roleDescription: string;
	email: string;
	phone: string;
	role: string;
}

/** What D3's documentation leaves open, as this D3 decides it. */
export interface OpenQuestions {
	/** Whether the key of one command opens every other. */
	oneKeyOpensAll: boolean;
	/** Whether CreateTask takes `No` for Required; D3 prints only `Yes`. */
	takesNo: boolean;
	/** What becomes of a link in the description of a task. */
	links: 'kept' | 'escaped';
	/** How CreateTask answers for a user that is not there. */
	unknownAssignee: 'failed' | 'badRequest' | 'unexpected' | 'accepted';
	/** Whether the response of CreateAnIncident has the number of the new incident. */
	returnsIncidentNumber: boolean;
}

/** What the simulated D3 knows. Tests may add to it. */
export interface World {
	site: string;
	/** Sites besides that one. */
	clientSites: string[];
	incidents: Incident[];
	events: Event[];
	users: User[];
	/** User names of those who are logged in and have a role. */
	online: string[];
	/** Windows name of the zone in which due dates are read; D3's sample has China Standard Time. */
	windowsZone: string;
	openQuestions: OpenQuestions;
}

/** A small world with the names of D3's own samples in it. */
export function smallWorld(): World {
	return {
		site: 'Security Operations',
		clientSites: [],
		windowsZone: 'UTC',
		openQuestions: {
			oneKeyOpensAll: false,
			takesNo: true,
			links: 'kept',
			unknownAssignee: 'failed',
			returnsIncidentNumber: true,
		},
		incidents: [
			{
				...incident('20220125-1', 'Phishing mail reported by Finance', '2022-01-25 08:15:00'),
				Tags: 'phishing, finance',
			},
			incident('20220125-2', 'Impossible travel for j.doe', '2022-01-25 09:40:00'),
			incident('20220126-1', 'Malware on LAPTOP-17', '2022-01-26 22:05:00'),
		],
		events: [
			event(1, 'Mail reported', '2022-01-25 08:10:00'),
			event(2, 'Login from two countries', '2022-01-25 09:38:00'),
		],
		users: [
			user(1, 'Admin', 'admin', 'user'),
			user(2, 'jdoe', 'Jane', 'Doe'),
			user(3, 'slee', 'Sam', 'Lee'),
		],
		online: ['jdoe'],
	};
}

/** The incident of this number, if the simulated D3 has it. */
export function incidentIn({ incidents }: World, number: unknown): Incident | undefined {
	return incidents.find((one) => one['IR Number'] === number);
}

/** Sets fields of an incident, by the names that GetIncidents has for them, as a change of this moment. */
export function change(incident: Incident, fields: Record<string, unknown>): void {
	Object.assign(incident, fields, { 'Date Modified': utcNow() });
}

/** The time in UTC as some responses write it, with luxon's tokens: `M/d/yyyy h:mm:ss a`. */
export function utcNowAs(format: string): string {
	return DateTime.utc().setLocale('en-US').toFormat(format);
}

/** `yyyy-MM-dd HH:mm:ss` in UTC, as D3 writes most of its dates. */
export function utcNow(now = Date.now()): string {
	return new Date(now).toISOString().slice(0, 19).replace('T', ' ');
}

export function incident(number: string, title: string, created: string): Incident {
	return {
		'IR Number': number,
		Title: title,
		'Date Created': created,
		'Date Modified': created,
		Status: 'Open',
		Severity: 'Medium',
		Owner: 'System',
		Timezone: 'UTC',
	};
}

export function user(id: number, userName: string, firstName: string, lastName: string): User {
	return {
		userID: id,
		userName,
		firstName,
		lastName,
		fullName: `${firstName} ${lastName}`,
		timezone: 'UTC',
		timezoneId: 1,
		roleDescription: '',
		email: `${userName.toLowerCase()}@example.com`,
		phone: '',
		role: 'Analyst',
	};
}

export function event(id: number, type: string, takenIn: string): Event {
	return {
		ID: id,
		EventID: id,
		Type: type,
		RiskLevel: 'Medium',
		TimeofOccurrence: takenIn,
		IntakeTime: takenIn,
		Status: 'Open',
	};
}
