import { missingParameters, success, type D3Response } from '../responses.mts';
import type { CommandCall, CommandHandler } from '../simulator.mts';
import { change, incidentIn, utcNow, utcNowAs, type Incident } from '../world.mts';

/**
 * What D3 does to many incidents in one request. Its pages show the rows of success; those of failure
 * only for RemoveLinkedIncidents, whose form is taken here: the words are the simulator's.
 */
function inBulk(
	{ world }: CommandCall,
	numbers: string[],
	act: (incident: Incident) => Record<string, unknown>,
): D3Response {
	const contextData: object[] = [];
	const ErrorData: object[] = [];
	for (const number of numbers) {
		const incident = incidentIn(world, number);
		if (incident === undefined) {
			ErrorData.push({
				'Incident Number': number,
				'Error message': 'The incident was not found.',
			});
		} else {
			contextData.push({ 'Incident Number': number, ...act(incident), Result: 'Successful' });
		}
	}
	if (ErrorData.length === 0) return success({ contextData });
	return success({ returnData: { Status: 'Partially Successful', ErrorData }, contextData });
}

function overNumbers(
	required: string[],
	act: (incident: Incident, call: CommandCall) => Record<string, unknown>,
): CommandHandler {
	return (call) => {
		const { params } = call;
		const absent = ['Incident Numbers', ...required].filter((name) => !params[name]);
		if (absent.length > 0) return missingParameters(absent);
		return inBulk(call, params['Incident Numbers'] as string[], (incident) => act(incident, call));
	};
}

/** What SetIncidentFieldsInBulk calls otherwise than GetIncidents. */
const LISTED_AS: Record<string, string> = {
	IncidentType: 'IR Type',
	SeverityName: 'Severity',
	SiteName: 'Site',
};

function namedAsListed(fields: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(
		Object.entries(fields).map(([name, value]) => [LISTED_AS[name] ?? name, value]),
	);
}

export const inBulkCommands: Record<string, CommandHandler> = {
	// api-docs: close-incidents-in-bulk
	CloseIncidentInBulk: overNumbers(
		['Bypass Required Pending Tasks'],
		(incident, { params, body }) => {
			change(incident, {
				Status: 'Closed',
				Conclusion: `${String(incident.Conclusion ?? '')}${String(params.Conclusion ?? '')}`,
				'Date Closed': utcNow(),
				'Closed by': body.Username,
			});
			return {
				Status: 'Closed',
				'Close Date': utcNowAs("MM/dd/yyyy hh:mm a 'UTC'"),
				'Closed By': body.Username,
			};
		},
	),
	// api-docs: update-incidents-owner-in-bulk
	UpdateIncidentOwnerInBulk: overNumbers(['Owner'], (incident, { params }) => {
		change(incident, { Owner: params.Owner });
		return { 'Incident Owner': params.Owner };
	}),
	// api-docs: update-incidents-site-in-bulk, which calls the site the owner
	UpdateIncidentSiteInBulk: overNumbers(['Site'], (incident, { params }) => {
		change(incident, { Site: params.Site });
		return { 'Incident Owner': params.Site };
	}),
	// api-docs: set-incident-fields-in-bulk; its response was not to be seen
	SetIncidentFieldsInBulk: (call) => {
		const rows = call.params.Input as
			| Array<{ IncidentNumber: string; Input: Record<string, unknown> }>
			| undefined;
		if (rows === undefined) return missingParameters(['Input']);
		const numbers = rows.map(({ IncidentNumber }) => IncidentNumber);
		return inBulk(call, numbers, (incident) => {
			const row = rows.find(({ IncidentNumber }) => IncidentNumber === incident['IR Number'])!;
			change(incident, namedAsListed(row.Input));
			return row.Input;
		});
	},
	// api-docs: update-dynamic-form-value-by-incident-number-in-bu
	UpdateDynamicFieldsByNumberInBulk: ({ params }) => {
		const rows = params.Input as Array<Record<string, unknown>> | undefined;
		if (rows === undefined) return missingParameters(['Input']);
		return success({
			contextData: rows.map(({ IncidentNumber, SectionName, Condition, FieldValue }) => ({
				incidentNumber: IncidentNumber,
				sectionName: SectionName,
				condition: Condition,
				fieldAndValue: FieldValue,
				modifiedDate: '11/17/2022 10:36:53 AM',
				result: 'Successful',
			})),
		});
	},
};
