import { text } from '../../../shared/fields';
import { withTitle, type Field } from '../../../shared/fields/field';

/**
 * What D3's pages have in common for creating and updating cases. Their tables have Investigator, the bodies to send
 * Invesitagtor.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/create-a-case (compared 2026-11)
 */
export const caseDetails: readonly Field[] = [
	text('Case Type', {
		placeholder: 'e.g. IT Forensic',
		description: 'Type of the case, as shown in D3',
	}),
	text('Priority', {
		placeholder: 'e.g. Level 1',
		description: 'Priority of the case, as shown in D3',
	}),
	withTitle(
		'Investigator',
		text('Invesitagtor', {
			description: 'Name of the investigator',
		}),
	),
	text('Description', { description: 'What the case is about' }),
	text('Title', { description: 'Title of the case' }),
	text('Access Level', {
		placeholder: 'e.g. 5',
		description: 'Access level of the case, as shown in D3',
	}),
];
