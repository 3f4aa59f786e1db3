import type { IDataObject } from 'n8n-workflow';

/** Names on D3's pages of the parameters that hold the numbers of incidents. */
export const INCIDENT_PARAMETERS = /\bIncident (Numbers?|ID List)\b/;

/** The numbers of the incidents in the values, each once. Command > Run has them as they were typed. */
export function incidentNumbersOf(values: IDataObject): string[] {
	const named = Object.keys(values).filter((parameter) => INCIDENT_PARAMETERS.test(parameter));
	const numbers = named
		.flatMap((parameter) => values[parameter])
		.filter((value) => typeof value === 'string' || typeof value === 'number')
		.flatMap((value) => String(value).split(/[,\n]/))
		.map((number) => number.trim());
	return [...new Set(numbers)].filter((number) => number !== '');
}
