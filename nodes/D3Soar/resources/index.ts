import type { Command, Resource } from '../command';
import { command } from './command';
import { task } from './task';

export const resources: readonly Resource[] = [command, task];

/** The command behind a choice in the editor. */
export function commandOf(resource: string, operation: string): Command | undefined {
	return resources
		.find(({ value }) => value === resource)
		?.commands.find((command) => command.operation.value === operation);
}
