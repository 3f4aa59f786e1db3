import type { Resource } from '../../../shared/command';
import { checkDomain } from './checkDomain';
import { checkEmail } from './checkEmail';
import { checkFile } from './checkFile';
import { checkIp } from './checkIp';

export const reputation: Resource = {
	name: 'Reputation',
	value: 'reputation',
	commands: [checkIp, checkDomain, checkEmail, checkFile],
};
