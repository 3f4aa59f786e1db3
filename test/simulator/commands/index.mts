import type { CommandHandler } from '../simulator.mts';
import { artifactCommands } from './artifacts.mts';
import { caseCommands } from './cases.mts';
import { createTask } from './createTask.mts';
import { eventCommands } from './events.mts';
import { getIncidents } from './getIncidents.mts';
import { getUsersBySite } from './getUsersBySite.mts';
import { globalListCommands } from './globalLists.mts';
import { incidentCommands } from './incidents.mts';
import { playbookCommands } from './playbooks.mts';
import { reputationCommands } from './reputations.mts';
import { tenantCommands } from './tenants.mts';
import { userCommands } from './users.mts';
import { utilityCommands } from './utilities.mts';

export const commands: Record<string, CommandHandler> = {
	CreateTask: createTask,
	GetIncidents: getIncidents,
	GetUsersBySite: getUsersBySite,
	...artifactCommands,
	...caseCommands,
	...eventCommands,
	...globalListCommands,
	...incidentCommands,
	...playbookCommands,
	...reputationCommands,
	...tenantCommands,
	...userCommands,
	...utilityCommands,
};
