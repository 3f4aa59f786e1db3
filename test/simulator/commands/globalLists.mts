import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

/** The list of D3's samples. */
const HOSTS = [
	{ GroupID: 2, SystemName: 'D3Lab-AD', MACAddress: '020806A536xx' },
	{ GroupID: 2, SystemName: 'D3LAB02', MACAddress: '090706B536xx' },
	{ GroupID: 7, SystemName: 'D3CYBER-PC1', MACAddress: '000C29D576xx' },
];

/** "If an incorrect key or value is provided (data type or literal value)", the two lists are identical. */
const updateGlobalList: CommandHandler = (call) => {
	const { Key, Value, Object: replacement } = call.params;
	const isMatch = (host: Record<string, unknown>) => host[String(Key)] === Value;
	const NewList = HOSTS.map((host) => (isMatch(host) ? replacement : host));
	return documentedCommand({
		required: ['Global List Name', 'Key', 'Value', 'Object'],
		response: { returnData: 'Succeed', contextData: { OldList: HOSTS, NewList } },
	})(call);
};

/**
 * api-docs: filter-text-array-by-global-list-value, overwrite-global-list. utility: update-global-list,
 * share-global-lists-across-sites, sync-global-list
 */
export const globalListCommands: Record<string, CommandHandler> = {
	QueryList: documentedCommand({
		optional: ['Global List Name', 'JSON Path', 'Target Values'],
		response: { returnData: ['D3LAB02'], contextData: ['D3LAB02'] },
	}),
	UpdateGlobalList: updateGlobalList,
	OverwriteGlobalList: documentedCommand({
		optional: ['Global List Name', 'Global List Content'],
		response: { returnData: 'Succeed', contextData: HOSTS },
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
