import type { Command } from '../../../shared/command';
import { choice, text } from '../../../shared/fields';
import { language, SITE_TYPES, siteDescription, timeZoneWords } from './siteFields';

/**
 * Change a site.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/update-site (compared 2026-11)
 */
export const update: Command = {
	command: 'UpdateSite',
	idempotency: 'idempotent',
	operation: {
		name: 'Update',
		value: 'update',
		action: 'Update site',
		description: 'Update a site. This command is not generally available; ask D3 Security for it.',
	},
	fields: [
		text('Target Site', {
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'Current name of the site',
		}),
		text('New Site Name', { description: 'New name of the site' }),
		siteDescription,
		choice('Site Type', { options: SITE_TYPES, description: 'Type of site' }),
		choice('Is Active', {
			options: ['True', 'False'],
			description: 'Whether the site is active. If not set, it stays unchanged.',
		}),
		text('Time Zone', timeZoneWords),
		language,
	],
	narrowedBy: ['Time Zone'],
	subject: (values) => `update of site "${String(values['Target Site'])}"`,
	unconfirmedTexts: {
		status: 'may or may not have been done',
		whereToLook: 'Look for the new name among the sites',
	},
	// A second time, D3 does not find the site under its old name.
	buildRequest: (values) =>
		values['New Site Name'] === undefined ? {} : { idempotency: 'notIdempotent' },
};
