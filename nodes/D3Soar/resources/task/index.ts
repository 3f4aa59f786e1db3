import type { Resource } from '../../../shared/command';
import { create } from './create';
import { sendAndWait } from './sendAndWait';

export const task: Resource = {
	name: 'Task',
	value: 'task',
	commands: [create, sendAndWait],
};
