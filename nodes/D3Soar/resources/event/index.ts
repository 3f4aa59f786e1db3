import type { Resource } from '../../command';
import { addTechniques } from './addTechniques';

export const event: Resource = {
	name: 'Event',
	value: 'event',
	commands: [addTechniques],
};
