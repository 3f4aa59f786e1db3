import type { Command } from '../../command';
import { text } from '../../fields';

/** Change a site. https://docs.d3security.com/utility-command-docs/working-version/update-site */
export const update: Command = {
	command: 'UpdateSite',
	effect: 'repeatable',
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
		text('Site Description', { description: 'What the site is for' }),
		text('Site Type', { description: 'Type of the site, as D3 shows it' }),
		text('Is Active', {
			description: "Whether the site is in use, in the words that the command's page in D3 shows",
		}),
		text('Time Zone', {
			placeholder: 'e.g. (GMT-08:00) Pacific Standard Time',
			description: 'Time zone of the site, as D3 shows it',
		}),
		text('Language', { description: 'Language of the site, as D3 shows it' }),
	],
	about: (values) => `update of site "${String(values['Target Site'])}"`,
};
