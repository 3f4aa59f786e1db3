import type { Command, Resource } from '../../shared/command';
import { artifact } from './artifact';
import { caseResource } from './case';
import { command } from './command';
import { event } from './event';
import { globalList } from './globalList';
import { incident } from './incident';
import { playbook } from './playbook';
import { reputation } from './reputation';
import { site } from './site';
import { task } from './task';
import { tenant } from './tenant';
import { user } from './user';
import { utility } from './utility';

/** Ordered by how often they are needed: administration comes last. */
export const resources: readonly Resource[] = [
	task,
	incident,
	event,
	artifact,
	playbook,
	command,
	user,
	caseResource,
	globalList,
	reputation,
	utility,
	site,
	tenant,
];

/** The command of a resource and an operation. */
export function commandOf(resource: string, operation: string): Command | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.commands.find((command) => command.operation.value === operation);
}
