import type { IDataObject } from 'n8n-workflow';

/** Names on D3's pages of the parameters that hold the numbers of incidents. */
export const INCIDENT_PARAMETERS = /\bIncident (Numbers?|ID List)\b/;

/** The numbers of the incidents in the values, each once. Command > Run has them as they were typed. */
export function incidentNumbersOf(values: IDataObject): string[] {
	const numbers = new Set<string>();
	for (const parameter of Object.keys(values)) {
		if (!INCIDENT_PARAMETERS.test(parameter)) continue;
		for (const value of [values[parameter]].flat()) {
			if (typeof value !== 'string' && typeof value !== 'number') continue;
			for (const number of String(value).split(/[,\n]/)) numbers.add(number.trim());
		}
	}
	numbers.delete('');
	return [...numbers];
}
