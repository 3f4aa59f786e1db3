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
		description: 'Change a site. The command is not publicly available: ask D3 for it.',
	},
	fields: [
		text('Target Site', {
			required: true,
			placeholder: 'e.g. Security Operations',
			description: 'Name that the site has now',
		}),
		text('New Site Name', { description: 'Name that the site is to have' }),
		siteDescription,
		choice('Site Type', { options: SITE_TYPES, description: 'What kind of site it is to be' }),
		choice('Is Active', {
			options: ['True', 'False'],
			description: 'Whether the site is in use. Not set, it stays as it is.',
		}),
		text('Time Zone', timeZoneWords),
		language,
	],
	narrowedBy: ['Time Zone'],
	subject: (values) => `update of site "${String(values['Target Site'])}"`,
	unconfirmedTexts: {
		status: 'may or may not be done',
		whereToLook: 'Look for the new name among the sites',
	},
	// A second time, D3 does not find the site under its old name.
	buildRequest: (values) =>
		values['New Site Name'] === undefined ? {} : { idempotency: 'notIdempotent' },
};
