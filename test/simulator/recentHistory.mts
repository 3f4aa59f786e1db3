import { event, incident, user, utcNow, type Event, type Incident, type World } from './world.mts';

const HOUR_MS = 60 * 60 * 1000;

/** Another site, as a provider of security services has one for each client. */
const CLIENT = 'Client A';

/** An incident that is open, in the site of the credential, and nobody's, unless it says otherwise. */
interface PastIncident {
	readonly hoursAgo: number;
	readonly type: 'Phishing' | 'Suspicious Login' | 'Malware';
	readonly title: string;
	readonly severity: 'Critical' | 'High' | 'Medium' | 'Low';
	readonly status?: 'In Progress' | 'On Hold';
	readonly owner?: string;
	readonly tags?: string;
	readonly site?: string;
	readonly closed?: { readonly hoursAgo: number; readonly conclusion: string };
}

interface PastEvent {
	readonly hoursAgo: number;
	readonly type: string;
	readonly risk: PastIncident['severity'];
	readonly source: string;
	readonly site?: string;
}

/** The same mail to five departments: five incidents to be closed together. */
const PARCEL_NOTICES: readonly PastIncident[] = [
	'Sales',
	'Support',
	'Legal',
	'Purchasing',
	'Human Resources',
].map((department, index) => ({
	hoursAgo: 2.2 + index / 2,
	type: 'Phishing',
	title: `Fake parcel notice reported by ${department}`,
	severity: 'Low',
	tags: 'parcel',
}));

const INCIDENTS: readonly PastIncident[] = [
	{
		hoursAgo: 0.1,
		type: 'Phishing',
		title: 'Invoice with a macro sent to Finance',
		severity: 'High',
		tags: 'finance, macro',
	},
	{
		hoursAgo: 0.7,
		type: 'Suspicious Login',
		title: 'Impossible travel: t.nguyen',
		severity: 'Medium',
		owner: 'Jane Doe',
	},
	{
		hoursAgo: 1.5,
		type: 'Malware',
		title: 'Ransom note on FILESRV-02',
		severity: 'Critical',
		owner: 'Maria Garcia',
	},
	...PARCEL_NOTICES,
	{
		hoursAgo: 3.8,
		type: 'Malware',
		title: 'LAPTOP-31 calls a known command server',
		severity: 'Critical',
		site: CLIENT,
	},
	{
		hoursAgo: 8,
		type: 'Suspicious Login',
		title: '40 failed logins of svc-backup',
		severity: 'High',
		owner: 'Sam Lee',
	},
	{
		hoursAgo: 13,
		type: 'Phishing',
		title: 'Mail from a look-alike domain',
		severity: 'Medium',
		owner: 'Jane Doe',
		closed: { hoursAgo: 11, conclusion: 'Sender blocked.' },
	},
	{
		hoursAgo: 27,
		type: 'Suspicious Login',
		title: 'Login through an anonymous proxy',
		severity: 'Medium',
		site: CLIENT,
	},
	{
		hoursAgo: 34,
		type: 'Malware',
		title: 'Coin miner on WEB-04',
		severity: 'High',
		owner: 'Maria Garcia',
		closed: { hoursAgo: 20, conclusion: 'Server rebuilt.' },
	},
	{
		hoursAgo: 52,
		type: 'Suspicious Login',
		title: 'Administrator added at night',
		severity: 'High',
		status: 'In Progress',
		owner: 'Tom Nguyen',
	},
	{
		hoursAgo: 125,
		type: 'Malware',
		title: 'Macro blocked on LAPTOP-22',
		severity: 'Medium',
		status: 'On Hold',
		owner: 'Katrin Weber',
	},
	{
		hoursAgo: 310,
		type: 'Suspicious Login',
		title: 'Password spraying against the VPN',
		severity: 'High',
		owner: 'Tom Nguyen',
	},
	{
		hoursAgo: 900,
		type: 'Malware',
		title: 'Worm on the guest network',
		severity: 'High',
		owner: 'Sam Lee',
		closed: { hoursAgo: 880, conclusion: 'Network separated.' },
	},
];

const EVENTS: readonly PastEvent[] = [
	{ hoursAgo: 0.2, type: 'Mail reported', risk: 'High', source: 'Mail gateway' },
	{ hoursAgo: 0.8, type: 'Login from two countries', risk: 'Medium', source: 'Directory' },
	{ hoursAgo: 1.6, type: 'Many files renamed', risk: 'Critical', source: 'Endpoint protection' },
	{ hoursAgo: 2.3, type: 'Mail reported', risk: 'Low', source: 'Mail gateway' },
	{ hoursAgo: 3.9, type: 'Known command server', risk: 'Critical', source: 'Proxy', site: CLIENT },
	{ hoursAgo: 8.1, type: 'Failed logins', risk: 'High', source: 'Directory' },
	{ hoursAgo: 27.1, type: 'Anonymous proxy', risk: 'Medium', source: 'Directory', site: CLIENT },
	{ hoursAgo: 52.1, type: 'Administrator added', risk: 'High', source: 'Directory' },
	{ hoursAgo: 125.1, type: 'Macro blocked', risk: 'Medium', source: 'Endpoint protection' },
];

/** Adds what a SOC has seen in the last hours, days and weeks: for somebody who looks around. */
export function addRecentHistory(world: World, now = Date.now()): void {
	world.clientSites.push(CLIENT);
	world.users.push(
		user(4, 'mgarcia', 'Maria', 'Garcia'),
		user(5, 'tnguyen', 'Tom', 'Nguyen'),
		user(6, 'kweber', 'Katrin', 'Weber'),
	);
	world.online.push('mgarcia');
	for (const past of oldestFirst(INCIDENTS)) world.incidents.push(incidentOf(past, world, now));
	for (const past of oldestFirst(EVENTS)) world.events.push(eventOf(past, world, now));
}

function oldestFirst<T extends { readonly hoursAgo: number }>(past: readonly T[]): T[] {
	return [...past].sort((a, b) => b.hoursAgo - a.hoursAgo);
}

function incidentOf(past: PastIncident, world: World, now: number): Incident {
	const created = hoursBefore(now, past.hoursAgo);
	const { type, title, severity, status, owner = 'System', tags = '', closed } = past;
	const site = past.site ?? world.site;
	return {
		...incident(nextNumber(world, created), title, created),
		'IR Type': type,
		Severity: severity,
		Owner: owner,
		Tags: tags,
		Site: site,
		...(status !== undefined && { Status: status }),
		...(closed !== undefined && {
			Status: 'Closed',
			Conclusion: closed.conclusion,
			'Date Closed': hoursBefore(now, closed.hoursAgo),
			'Date Modified': hoursBefore(now, closed.hoursAgo),
			'Closed by': owner,
		}),
	};
}

/** The day, and a count within it: `20220125-1`. */
function nextNumber({ incidents }: World, created: string): string {
	const day = created.slice(0, 10).replaceAll('-', '');
	const before = incidents.filter((one) => one['IR Number'].startsWith(`${day}-`));
	return `${day}-${before.length + 1}`;
}

function eventOf(
	{ hoursAgo, type, risk, source, site }: PastEvent,
	world: World,
	now: number,
): Event {
	return {
		...event(world.events.length + 1, type, hoursBefore(now, hoursAgo)),
		RiskLevel: risk,
		Datasource: source,
		Site: site ?? world.site,
	};
}

function hoursBefore(now: number, hours: number): string {
	return utcNow(now - hours * HOUR_MS);
}
