import type { Resource } from '../../../shared/command';
import { create } from './create';
import { getChanges } from './getChanges';
import { removeAttachments } from './removeAttachments';
import { search } from './search';
import { update } from './update';

export const caseResource: Resource = {
	name: 'Case',
	value: 'case',
	commands: [create, update, search, getChanges, removeAttachments],
};
