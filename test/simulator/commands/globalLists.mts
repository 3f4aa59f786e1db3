import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

const HOST = { GroupID: 7, SystemName: 'D3CYBER-PC1', MACAddress: '000C29D576xx' };

/**
 * api-docs: filter-text-array-by-global-list-value, overwrite-global-list. utility: update-global-list,
 * share-global-lists-across-sites, sync-global-list
 */
export const globalListCommands: Record<string, CommandHandler> = {
	QueryList: documentedCommand({
		optional: ['Global List Name', 'JSON Path', 'Target Values'],
		response: { returnData: ['D3LAB02'], contextData: ['D3LAB02'] },
	}),
	UpdateGlobalList: documentedCommand({
		required: ['Global List Name', 'Key', 'Value', 'Object'],
		response: {
			returnData: 'Succeed',
			contextData: {
				OldList: [HOST],
				NewList: [{ GroupID: 8, SystemName: 'D3CYBER-PC3', MACAddress: '000C29D332XX' }],
			},
		},
	}),
	OverwriteGlobalList: documentedCommand({
		optional: ['Global List Name', 'Global List Content'],
		response: { returnData: 'Succeed', contextData: [HOST] },
	}),
	ShareGlobalListsAcrossSites: documentedCommand({
		required: ['Global List Name', 'Site List'],
		optional: ['Action'],
		response: {
			returnData: { Status: 'Successful', Data: { 'Current Shared Sites': ['Site1', 'Site2'] } },
		},
	}),
	SyncGlobalList: documentedCommand({ required: ['List Name', 'Region', 'Tenant Name'] }),
};
