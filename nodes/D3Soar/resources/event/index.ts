import type { Resource } from '../../../shared/command';
import { addTechniques } from './addTechniques';
import { getAll } from './getAll';
import { send } from './send';

export const event: Resource = {
	name: 'Event',
	value: 'event',
	commands: [getAll, send, addTechniques],
};
