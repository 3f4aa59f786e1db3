import type { Resource } from '../../../shared/command';
import { checkEmailAuthenticity } from './checkEmailAuthenticity';
import { convertFile } from './convertFile';
import { extractIocs } from './extractIocs';
import { getAuditLog } from './getAuditLog';
import { groupEmails } from './groupEmails';
import { sendEmail } from './sendEmail';
import { unescapeIps } from './unescapeIps';
import { unzipFile } from './unzipFile';

export const utility: Resource = {
	name: 'Utility',
	value: 'utility',
	commands: [
		extractIocs,
		sendEmail,
		checkEmailAuthenticity,
		getAuditLog,
		unescapeIps,
		groupEmails,
		convertFile,
		unzipFile,
	],
};
