import type { Command } from '../../../shared/command';
import { choice, text, booleanSwitch } from '../../../shared/fields';
import { language, SITE_TYPES, siteDescription, timeZoneWords } from './siteFields';

/**
 * Create a site.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/create-site (compared 2026-11)
 */
export const create: Command = {
	command: 'CreateSite',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Create',
		value: 'create',
		action: 'Create site',
		description: 'Create an internal or client site. Requires administrator rights.',
	},
	fields: [
		text('Site Name', { required: true, description: 'Name of the new site' }),
		siteDescription,
		choice('Site Type', {
			required: true,
			options: SITE_TYPES,
			default: 'Client',
			description: 'Type of site',
		}),
		booleanSwitch('Shared Connection', {
			description: 'Whether an internal site is a recipient of shared connections',
		}),
		booleanSwitch('Is Active', {
			default: true,
			description: 'Whether the site is active. If off, it is offline and cannot be used.',
		}),
		text('Time Zone', {
			...timeZoneWords,
			description: `${timeZoneWords.description}. If empty, D3 uses Greenwich Mean Time.`,
		}),
		language,
		booleanSwitch('Is Master', { description: 'Whether the site is a master site' }),
	],
	narrowedBy: ['Time Zone'],
	topLevel: ['Is Active'],
	subject: (values) => `site "${String(values['Site Name'])}"`,
	unconfirmedTexts: {
		status: 'may or may not exist',
		whereToLook: 'Look at the sites in Organization Management',
	},
};
