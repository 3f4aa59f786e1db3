import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

export const eventCommands: Record<string, CommandHandler> = {
	SetEventTechniques: documentedCommand({
		required: ['Event IDs'],
		optional: ['Tactics', 'Techniques'],
		response: {
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
