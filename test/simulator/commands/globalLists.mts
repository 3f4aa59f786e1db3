import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

/** util: sync-global-list. The pages of the others are not named in our notes. */
export const globalListCommands: Record<string, CommandHandler> = {
	QueryList: documented({
		optional: ['Global List Name', 'JSON Path', 'Target Values'],
		answer: { returnData: ['203.0.113.7'] },
	}),
	UpdateGlobalList: documented({ optional: ['Global List Name', 'Key', 'Value', 'Object'] }),
	OverwriteGlobalList: documented({ optional: ['Global List Name', 'Global List Content'] }),
	ShareGlobalListsAcrossSites: documented({
		required: ['Global List Name', 'Site List'],
		optional: ['Action'],
	}),
	SyncGlobalList: documented({ required: ['List Name', 'Region', 'Tenant Name'] }),
};
