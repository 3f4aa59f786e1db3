import type { Resource } from '../../command';
import { addTechniques } from './addTechniques';
import { send } from './send';

export const event: Resource = {
	name: 'Event',
	value: 'event',
	commands: [send, addTechniques],
};
