import { missing, success } from '../answers.mts';
import type { CommandHandler } from '../simulator.mts';

/** api-docs: get-incidents. Rows and TotalPages lie where D3's Sentinel connector reads them. */
export const getIncidents: CommandHandler = ({ params, world }) => {
	const absent = ['Start Time', 'End Time'].filter((name) => !params[name]);
	if (absent.length > 0) return missing(absent);

	const start = String(params['Start Time']);
	const end = String(params['End Time']);
	const index = Number(params['Page Index'] ?? 0);
	const size = Number(params['Page Size'] ?? 100);
	const fields = params['Static Fields'] as string[] | undefined;

	const inWindow = world.incidents.filter(
		(incident) => incident['Date Created'] >= start && incident['Date Created'] <= end,
	);
	const page = inWindow.slice(index * size, (index + 1) * size);
	const TotalPages = Math.ceil(inWindow.length / size);
	return success({
		rawData: {
			incidents: page.map((incident) =>
				fields === undefined
					? incident
					: Object.fromEntries(fields.map((field) => [field, incident[field] ?? ''])),
			),
		},
		keyFields: { TotalPages },
		outputData: { TotalPages },
	});
};
