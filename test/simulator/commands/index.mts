import type { CommandHandler } from '../simulator.mts';
import { createTask } from './createTask.mts';
import { getIncidents } from './getIncidents.mts';
import { getUsersBySite } from './getUsersBySite.mts';

export const commands: Record<string, CommandHandler> = {
	CreateTask: createTask,
	GetIncidents: getIncidents,
	GetUsersBySite: getUsersBySite,
};
