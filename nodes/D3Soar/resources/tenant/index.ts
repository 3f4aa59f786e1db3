import type { Resource } from '../../../shared/command';
import { cloneConnection } from './cloneConnection';
import { createIngestionSchedule } from './createIngestionSchedule';
import { createSite } from './createSite';
import { syncAutomationRule } from './syncAutomationRule';
import { syncConnection } from './syncConnection';
import { syncUsers } from './syncUsers';
import { updateSiteStatus } from './updateSiteStatus';

export const tenant: Resource = {
	name: 'Tenant',
	value: 'tenant',
	commands: [
		createSite,
		updateSiteStatus,
		createIngestionSchedule,
		cloneConnection,
		syncConnection,
		syncAutomationRule,
		syncUsers,
	],
};
