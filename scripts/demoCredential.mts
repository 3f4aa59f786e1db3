import { COMMAND_NAMES } from '../credentials/commandNames.ts';
import type { D3SoarCredential } from '../credentials/credential.ts';
import type { Simulator } from '../test/simulator/simulator.mts';

/** The command whose key is the main key. */
export const MAIN_COMMAND = 'CreateTask';

/** A credential that opens everything that the simulator answers, with a key for each command as D3 issues them. */
export function demoCredential(simulator: Simulator): Partial<D3SoarCredential> {
	const { world, serverUrl } = simulator;
	const apiKeyOf = (command: string) => simulator.keyOf(command).apiKey;
	const commands = COMMAND_NAMES.filter((command) => command !== MAIN_COMMAND);
	const keys = commands.map((command) => [`key${command}`, apiKeyOf(command)]);
	const ingestionKeys = sitesOf(simulator).map((site) => [
		`CreateEvents@${site}`,
		apiKeyOf('CreateEvents'),
	]);
	return {
		serverUrl,
		authentication: 'apiKey',
		apiKey: apiKeyOf(MAIN_COMMAND),
		commandsWithOwnKey: commands,
		...(Object.fromEntries(keys) as Partial<D3SoarCredential>),
		otherKeys: JSON.stringify(Object.fromEntries(ingestionKeys)),
		username: 'Admin',
		site: world.site,
		// The simulator writes UTC behind the due dates that it is given.
		timezone: world.windowsZone,
	};
}

/** The credential's own site first. */
export function sitesOf({ world }: Simulator): string[] {
	return [world.site, ...world.clientSites];
}
