import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

export const eventCommands: Record<string, CommandHandler> = {
	SetEventTechniques: documented({
		required: ['Event IDs'],
		optional: ['Tactics', 'Techniques'],
		answer: {
			contextData: [
				{
					EventId: 1024,
					techniques: [
						{
							TacticId: 'TA0009',
							TacticName: 'Collection',
							TechniqueId: 'T1005',
							TechniqueName: 'Data from Local System',
						},
					],
				},
			],
		},
	}),
};
