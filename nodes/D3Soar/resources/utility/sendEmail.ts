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
		description: 'Send an email from D3, optionally requesting a reply or approval',
	},
	fields: [
		text('To Addresses', {
			required: true,
			placeholder: 'e.g. jane@example.com, joe@example.com',
			description: 'Recipients, separated by commas',
		}),
		text('Subject', { description: 'Subject of the email' }),
		html('Email Body', { description: 'Text of the email' }),
		choice('Reply Mode', {
			options: [
				'Require Reply',
				'Require All Reply',
				'Require Approval',
				'Require All Approval',
				'First to Approve / Reject',
			],
			description: 'Type of reply or approval to request',
		}),
		number('Reply Due Time', { description: 'Minutes until the reply is due, e.g. 100' }),
		text('CC', {
			placeholder: 'e.g. jane@example.com, joe@example.com',
			description: 'Copy (CC) recipients, separated by commas',
		}),
		text('BCC', {
			placeholder: 'e.g. jane@example.com, joe@example.com',
			description: 'Blind-copy (BCC) recipients, separated by commas',
		}),
		choice('File Source', {
			options: ['Incident Attachment File', 'Playbook File', 'Artifact File'],
			description:
				'Where the file to attach is stored. For older D3 versions, set another value with an expression, e.g. Incident Attachment.',
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
