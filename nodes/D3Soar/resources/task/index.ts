import type { Resource } from '../../../shared/command';
import { create } from './create';

export const task: Resource = {
	name: 'Task',
	value: 'task',
	commands: [create],
};
