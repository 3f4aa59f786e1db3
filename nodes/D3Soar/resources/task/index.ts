import type { Resource } from '../../command';
import { create } from './create';

export const task: Resource = {
	name: 'Task',
	value: 'task',
	commands: [create],
};
