import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

/** api: iocs-extraction, remove-escaping-chars-from-ip-addresses, convert-file-format, get-d3-log, ...; util: send-email, ... */
export const utilityCommands: Record<string, CommandHandler> = {
	IOCsExtraction: documentedCommand({
		required: ['Raw Text'],
		response: {
			returnData: {
				urls: ['http://example.com/login'],
				domains: ['example.com'],
				ipv4s: ['203.0.113.7'],
				ipv6s: [],
				email_addresses: [],
				md5s: [],
				sha256s: [],
				cves: [],
			},
		},
	}),
	EmailAuthenticityCheck: documentedCommand({
		required: ['Raw Email Data'],
		response: { keyFields: { Dkim: 'pass', Dmarc: 'pass', Spf: 'fail' }, contextData: {} },
	}),
	EmailGroupByDomain: documentedCommand({
		required: ['Email Array', 'Domain Array'],
		response: {
			contextData: [{ domain: 'example.com', users: [{ email: 'jane.doe@example.com' }] }],
		},
	}),
	UnescapeForIPs: documentedCommand({
		required: ['IP Addresses'],
		response: {
			returnData: 'Succeed',
			contextData: [{ ipEscape: '203[.]0[.]113[.]7', ipAddress: '203.0.113.7' }],
		},
	}),
	FileFormatConvert: documentedCommand({
		required: ['File IDs', 'Source Table', 'Format'],
		response: {
			contextData: [
				{
					FileID: 272,
					FileName: 'rows.json',
					MD5: 'd41d8cd98f00b204e9800998ecf8427e',
					SHA1: 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
					SHA256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
					originalFileID: 271,
				},
			],
		},
	}),
	// The only response that D3 prints is a failure, among the samples.
	UnzipAndSave: documentedCommand({ optional: ['File IDs', 'File Passwords'] }),
	SendEmail: documentedCommand({
		required: ['To Addresses'],
		optional: [
			'Subject',
			'Email Body',
			'Reply Mode',
			'Reply Due Time',
			'CC',
			'BCC',
			'File Source',
			'File Id',
		],
		response: {
			returnData: 'Succeed',
			keyFields: {
				SentTime: '2020-05-27 20:16:01 UTC',
				DueTime: '2020-05-27 21:56:01 UTC',
				ReplyMode: 'RequireApproval',
				SentCount: 2,
				State: 'Sent',
				ToAddresses: ['user01@example.com', 'user02@example.com'],
			},
			contextData: {
				sentTime: '2020-05-27 20:08:14 UTC',
				dueTime: '2020-05-27 21:48:14 UTC',
				replyMode: 'RequireApproval',
				sent_count: 2,
			},
		},
	}),
	getD3Log: documentedCommand({
		required: ['Start Time', 'End Time'],
		optional: ['Top Number', 'Search Condition'],
		response: {
			returnData: {
				AuditLogs: [
					{
						_id: '64dec7c5c6488f2d542cde14',
						ModifiedTime: '2023-08-18 01:22:13.757000',
						ModifiedUtcTime: '2023-08-18 01:22:13.757000',
						Type: 'Web Service',
						Action: 'Application Start',
						MachineName: 'VDVPC-1',
					},
				],
			},
		},
	}),
};
