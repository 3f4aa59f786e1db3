import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

/** utility: create-site, update-site, create-tenant-site, update-tenant-site-status, ...; api-docs: create-tenant-data-ingestion-schedule */
export const tenantCommands: Record<string, CommandHandler> = {
	CreateSite: documentedCommand({
		required: ['Site Name'],
		optional: [
			'Site Description',
			'Site Type',
			'Shared Connection',
			'Is Active',
			'Time Zone',
			'Language',
			'Is Master',
		],
		response: {
			contextData: {
				success: true,
				message: 'Successfully added the site: demoSite',
				data: 100019,
			},
		},
	}),
	UpdateSite: documentedCommand({
		required: ['Target Site'],
		optional: [
			'New Site Name',
			'Site Description',
			'Site Type',
			'Is Active',
			'Time Zone',
			'Language',
		],
		response: {
			returnData: {
				Status: 'Successful',
				Data: {
					site: '100012',
					name: 'Security Center',
					description: 'This is an important site',
					type: '2',
					isActive: 'true',
					timezoneId: '1',
					languageId: '20',
				},
			},
		},
	}),
	CreateTenantSite: documentedCommand({
		required: [
			'Region',
			'Tenant Name',
			'Site Name',
			'Site Type',
			'Is Active',
			'Time Zone',
			'Is Master',
		],
		optional: ['Site Description', 'Shared Connection', 'Language'],
		response: {
			contextData: {
				success: true,
				message: 'Successfully added the site:sample new create site122',
				data: 100027,
			},
			rawData: { TenantSite: 'test53', TenantSiteId: 100060, IsActive: true },
		},
	}),
	UpdateTenantSiteStatus: documentedCommand({
		required: ['Tenant Region', 'Tenant Name', 'Tenant Site', 'Offboarding Actions'],
		optional: ['Enable Reactivation'],
		response: { returnData: { Status: 'Successful' } },
	}),
	CreateTenantDataIngestionSchedule: documentedCommand({
		required: [
			'Integration Name',
			'Data Ingestion Connection',
			'Is Fetch Incident Or Event',
			'Is Shared To Client Connection',
			'Tenant Region',
			'Tenant Name',
			'Tenant Site',
			'Schedule Interval',
		],
		optional: [
			'Event Playbook',
			'Enable Email Notification',
			'Max Attempts',
			'Command Details',
			'JSON Path For Site',
			'Global List For Site Mapping',
		],
	}),
	CreateOrUpdateConnectionByClone: documentedCommand({
		required: ['Connection', 'IsShared', 'Tenant Region', 'Tenant Name', 'Tenant Site'],
		optional: ['Update Fields'],
	}),
	SyncConnection: documentedCommand({
		required: ['Tenant Region', 'Tenant Name', 'Tenant Site'],
		optional: ['Sync All Shared', 'Connection Info'],
	}),
	SyncEventAutomationRule: documentedCommand({
		required: ['Tenant Region', 'Tenant Name'],
		optional: ['Sync All Shared', 'Automation Info', 'Sync All Tenant Sites', 'Tenant Site'],
	}),
	SyncAllUserGroupRole: documentedCommand({ optional: ['allTenant', 'Region', 'TenantName'] }),
};
