import type { Resource } from '../../../shared/command';
import { getTasksMetadata } from './getTasksMetadata';
import { publishAcrossSites } from './publishAcrossSites';
import { run } from './run';
import { triggerExternalAction } from './triggerExternalAction';

export const playbook: Resource = {
	name: 'Playbook',
	value: 'playbook',
	commands: [run, triggerExternalAction, getTasksMetadata, publishAcrossSites],
};
