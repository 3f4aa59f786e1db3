import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../../../nodes/D3Soar/resources/index.ts';
import { credentialFor } from '../../../support/fixtures.mts';
import { runOnEngine } from '../../../support/n8nEngine.mts';
import { startSimulator } from '../../../simulator/simulator.mts';

const ZONE_FIELD = /^(Case )?Time ?[Zz]one$/;

/** Commands that take a time zone beside dates: whoever sets it might think that it is for the dates. */
const commands = resources
	.flatMap((resource) => resource.commands.map((command) => ({ resource, ...command })))
	.filter(({ fields }) => fields.some(({ parameter }) => ZONE_FIELD.test(parameter)))
	.filter(({ fields }) => fields.some(({ property }) => property.type === 'dateTime'));

it('is known which commands have both', () => {
	expect(commands.map(({ command }) => command)).toEqual([
		'CreateAnIncident',
		'LinkIncidentsToNewCase',
		'createCase',
	]);
});

it.each(commands)(
	'$command says at its zone and at its dates which zone they go out in',
	({ fields }) => {
		for (const { parameter, property } of fields) {
			if (!ZONE_FIELD.test(parameter) && property.type !== 'dateTime') continue;
			expect(property.description).toMatch(
				/(not converted to it|Converted to the Time Zone of the credential or Options, not (of|to) )/,
			);
		}
	},
);

it('a new incident of another zone is due at the time of the credential, as its fields say', async () => {
	const simulator = await startSimulator();
	await runOnEngine({
		parameters: {
			resource: 'incident',
			operation: 'create',
			incidentType: 'Phishing',
			timeZone: '(GMT-08:00) Pacific Standard Time',
			dueDate: '2056-05-15T14:32:00Z',
		},
		credential: credentialFor(simulator, 'CreateAnIncident', { timezone: 'Asia/Tokyo' }),
	});
	expect((simulator.ledger.requests[0]?.body as IDataObject).CommandParams).toMatchObject({
		TimeZone: '(GMT-08:00) Pacific Standard Time',
		DueDate: '2056-05-15 23:32:00',
	});
	await simulator.close();
});
