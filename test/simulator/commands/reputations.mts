import type { CommandHandler } from '../simulator.mts';
import { documented } from './documented.mts';

/** api: check-ip-reputation, get-domains-reputation, check-playbook-files-reputation; util: get-email-addresses-reputation */
export const reputationCommands: Record<string, CommandHandler> = {
	CheckIPReputation: documented({
		required: ['externalIPs'],
		optional: ['Return Reputation Raw Data', "Return Reputation's HTML"],
		answer: {
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
	GetDomainReputation: documented({
		required: ['List of Domains'],
		answer: { returnData: 'Succeed', contextData: [{ url: 'example.com', riskLevel: 'Low' }] },
	}),
	GetEmailAddressReputation: documented({ required: ['List of Email Addresses'] }),
	CheckPlaybookFileReputation: documented({
		optional: ['File IDs'],
		answer: { returnData: 'Succeed', contextData: [{ filename: 'mail.eml', risklevel: 'Low' }] },
	}),
};
