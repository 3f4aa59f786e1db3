import type { CommandHandler } from '../simulator.mts';
import { documentedCommand } from './documented.mts';

/** api: check-ip-reputation, get-domains-reputation, check-playbook-files-reputation; util: get-email-addresses-reputation */
export const reputationCommands: Record<string, CommandHandler> = {
	CheckIPReputation: documentedCommand({
		required: ['externalIPs'],
		optional: ['Return Reputation Raw Data', "Return Reputation's HTML"],
		response: {
			returnData: 'Succeed',
			rawData: [
				{
					IP: '203.0.113.7',
					RiskLevel: 'Low',
					RiskLevelID: 3,
					Reputation: [{ Resource: 'webrootbcti' }],
				},
			],
			keyFields: { IP: ['203.0.113.7'], RiskLevel: ['High'] },
			contextData: [{ IP: '203.0.113.7', RiskLevel: 'High' }],
			result: '<table><tr><td>203.0.113.7</td><td>High</td></tr></table>',
		},
	}),
	GetDomainReputation: documentedCommand({
		required: ['List of Domains'],
		response: { returnData: 'Succeed', contextData: [{ url: 'example.com', riskLevel: 'Low' }] },
	}),
	GetEmailAddressReputation: documentedCommand({ required: ['List of Email Addresses'] }),
	CheckPlaybookFileReputation: documentedCommand({
		optional: ['File IDs'],
		response: { returnData: 'Succeed', contextData: [{ filename: 'mail.eml', risklevel: 'Low' }] },
	}),
};
