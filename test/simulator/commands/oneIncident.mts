import { failedCommand, success, type D3Response } from '../responses.mts';
import type { CommandCall, CommandHandler } from '../simulator.mts';
import { change, incidentIn, utcNowAs, type Incident, type World } from '../world.mts';
import { documentedCommand, type DocumentedCommand } from './documented.mts';

/** The most characters that D3 keeps of a title. api-docs: set-incident-field */
export const MAX_TITLE = 100;

/** A command about one incident. What D3 says where there is none of this number is not documented. */
function aboutIncident(
	parameters: DocumentedCommand,
	act: (incident: Incident, call: CommandCall) => D3Response,
): CommandHandler {
	const check = documentedCommand(parameters);
	return (call) => {
		const response = check(call);
		if (response.status !== 200) return response;
		const number = call.params['Incident Number'];
		const incident = incidentIn(call.world, number);
		if (incident === undefined) return failedCommand(`Incident ${String(number)} was not found`);
		return act(incident, call);
	};
}

function staticFields(incident: Incident, { site }: World): Record<string, unknown> {
	return {
		CaseNumber: incident['IR Number'],
		CreatorFullName: incident.Creator ?? 'admin user',
		Title: incident.Title,
		Site: incident.Site ?? site,
		TimeZone: incident.Timezone,
		Severity: incident.Severity,
		Owner: incident.Owner,
		AssigneeName: incident.Owner,
		Status: incident.Status,
		IRTypeName: incident['IR Type'] ?? '',
		Disposition: incident.Disposition ?? '',
		ChangedDate: incident['Date Modified'],
		DateCreated: incident['Date Created'],
		DateModified: incident['Date Modified'],
		ClosedBy: incident['Closed by'] ?? '',
		DateClosed: incident['Date Closed'] ?? '',
	};
}

function tagsOf({ Tags = '' }: Incident): string[] {
	return String(Tags).split(', ').filter(Boolean);
}

function setTags(incident: Incident, tags: readonly string[]): Record<string, unknown> {
	const Tags = [...new Set(tags)];
	change(incident, { Tags: Tags.join(', ') });
	return {
		Status: 'Successful',
		Data: {
			incidentNumber: incident['IR Number'],
			Tags,
			modifiedDate: utcNowAs('M/d/yyyy h:mm:ss a'),
			result: 'Successful',
			modifiedBy: 'admin user',
		},
	};
}

const searchIncident = documentedCommand({
	optional: [
		'Site Name',
		'Incident Type',
		'Start Time UTC',
		'End Time UTC',
		'Status',
		'Wildcard Search',
		'Username',
		'Top Number',
	],
});

/** Whether an incident has this value, or says nothing about it. */
function fits(value: unknown, wanted: unknown): boolean {
	return wanted === undefined || value === undefined || value === wanted;
}

/** Pages as the commands cite them. */
export const oneIncidentCommands: Record<string, CommandHandler> = {
	getIncidentStaticField: aboutIncident(
		{ required: ['Incident Number'], optional: ['Site Name', 'Username'] },
		(incident, { world }) =>
			success({ returnData: { Status: 'Successful', Data: staticFields(incident, world) } }),
	),
	// It answers with bare numbers, 100 of them at most unless it is told otherwise.
	SearchIncident: (call) => {
		const response = searchIncident(call);
		if (response.status !== 200) return response;
		const { params, world, body } = call;
		const wanted = String(params['Wildcard Search'] ?? '').toLowerCase();
		const found = world.incidents.filter(
			(incident) =>
				fits(incident.Site, params['Site Name'] ?? body.Site) &&
				fits(incident['IR Type'], params['Incident Type']) &&
				fits(incident.Status, params.Status) &&
				incident['Date Created'] >= String(params['Start Time UTC'] ?? '') &&
				incident['Date Created'] <= String(params['End Time UTC'] ?? '9999') &&
				JSON.stringify(incident).toLowerCase().includes(wanted),
		);
		const numbers = found.map((incident) => incident['IR Number']);
		return success({ returnData: numbers.slice(0, Number(params['Top Number'] ?? 100)) });
	},
	// Its response was not to be seen.
	SetIncidentField: aboutIncident(
		{ required: ['Incident Number', 'Field Name', 'Field Value'] },
		(incident, { params }) => {
			const value = String(params['Field Value']);
			const name = String(params['Field Name']);
			change(incident, { [name]: name === 'Title' ? value.slice(0, MAX_TITLE) : value });
			return success({});
		},
	),
	SetIncidentFieldHTML: aboutIncident(
		{ required: ['Incident Number', 'Field Name', 'HTML Content'] },
		(incident, { params }) => {
			change(incident, { [String(params['Field Name'])]: params['HTML Content'] });
			return success({
				contextData: {
					IncidentNumber: incident['IR Number'],
					ModifiedDate: utcNowAs('M/d/yyyy h:mm:ss a'),
					Notes: params['HTML Content'],
					Result: 'Succeed',
					ModifiedBy: 'D3 admin',
				},
			});
		},
	),
	// The page of this one prints the object as a string.
	AddIncidentTags: aboutIncident(
		{ required: ['Incident Number', 'Mode', 'Tags'] },
		(incident, { params }) => {
			const tags = [...tagsOf(incident), ...(params.Tags as string[])];
			return success({ returnData: JSON.stringify(setTags(incident, tags)) });
		},
	),
	// Without tags D3 removes every one.
	RemoveIncidentTags: aboutIncident(
		{ required: ['Incident Number'], optional: ['Tags'] },
		(incident, { params }) => {
			const removed = (params.Tags ?? tagsOf(incident)) as string[];
			const tags = tagsOf(incident).filter((tag) => !removed.includes(tag));
			return success({ returnData: setTags(incident, tags) });
		},
	),
};
