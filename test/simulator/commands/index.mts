import type { CommandHandler } from '../simulator.mts';
import { artifactCommands } from './artifacts.mts';
import { caseCommands } from './cases.mts';
import { createTask } from './createTask.mts';
import { eventCommands } from './events.mts';
import { getUsersBySite } from './getUsersBySite.mts';
import { globalListCommands } from './globalLists.mts';
import { inBulkCommands } from './inBulk.mts';
import { incidentCommands } from './incidents.mts';
import { getEvents, getIncidents } from './listings.mts';
import { oneIncidentCommands } from './oneIncident.mts';
import { playbookCommands } from './playbooks.mts';
import { reputationCommands } from './reputations.mts';
import { tenantCommands } from './tenants.mts';
import { userCommands } from './users.mts';
import { utilityCommands } from './utilities.mts';

export const commands: Record<string, CommandHandler> = {
	CreateTask: createTask,
	GetEvents: getEvents,
	GetIncidents: getIncidents,
	GetUsersBySite: getUsersBySite,
	...artifactCommands,
	...caseCommands,
	...eventCommands,
	...globalListCommands,
	...inBulkCommands,
	...incidentCommands,
	...oneIncidentCommands,
	...playbookCommands,
	...reputationCommands,
	...tenantCommands,
	...userCommands,
	...utilityCommands,
};
