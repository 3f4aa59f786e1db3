import type { Command } from '../../../shared/command';
import { choice, html, number, text } from '../../../shared/fields';

/**
 * Send an email from D3. The sources of a file are named as on the page of January 2025; older pages call the first
 * one Incident Attachment or IR Attachment.
 *
 * @see https://docs.d3security.com/utility-command-docs/Working-version/send-email (compared 2026-11)
 */
export const sendEmail: Command = {
	command: 'SendEmail',
	idempotency: 'notIdempotent',
	operation: {
		name: 'Send Email',
		value: 'sendEmail',
		action: 'Send email',
		description: 'Send an email from D3, also one that asks for a reply or an approval',
	},
	fields: [
		text('To Addresses', {
			required: true,
			placeholder: 'e.g. jane@example.com, joe@example.com',
			description: 'Email addresses of the recipients, separated by commas',
		}),
		text('Subject', { description: 'Subject of the email' }),
		html('Email Body', { description: 'Text of the email. HTML tags are allowed.' }),
		choice('Reply Mode', {
			options: [
				'Require Reply',
				'Require All Reply',
				'Require Approval',
				'Require All Approval',
				'First to Approve / Reject',
			],
			description: 'Which reply or approval the email asks for',
		}),
		number('Reply Due Time', { description: 'Minutes within which the reply is due, e.g. 100' }),
		text('CC', {
			placeholder: 'e.g. jane@example.com, joe@example.com',
			description: 'Email addresses that get a copy, separated by commas',
		}),
		text('BCC', {
			placeholder: 'e.g. jane@example.com, joe@example.com',
			description:
				'Email addresses that get a copy without the others seeing it, separated by commas',
		}),
		choice('File Source', {
			options: ['Incident Attachment File', 'Playbook File', 'Artifact File'],
			description:
				'Where D3 keeps the file to attach. An expression may give the word of an older D3, e.g. Incident Attachment.',
		}),
		text('File Id', { placeholder: 'e.g. 271', description: 'ID of the file to attach' }),
	],
	narrowedBy: ['Reply Mode'],
	topLevel: ['Subject', 'Email Body'],
	subject: (values) => `email to ${String(values['To Addresses'])}`,
	unconfirmedTexts: {
		status: 'may or may not have been sent',
		whereToLook: "Look for it in a recipient's mailbox",
	},
};
