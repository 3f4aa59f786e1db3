import type { IDataObject } from 'n8n-workflow';

import { ANY_COMMAND, type Command } from '../../../shared/command';
import { commandName, json, keyValues, booleanSwitch } from '../../../shared/fields';
import { namesTwice } from '../../../shared/fields/namesTwice';

/**
 * Any command of D3, also one of your own or of an integration. D3 documents only a portion of its commands.
 *
 * @see https://docs.d3security.com/api-docs/Working-version/introduction-to-d3-command-api (compared 2026-11)
 */
export const run: Command = {
	command: ANY_COMMAND,
	idempotency: 'notIdempotent',
	operation: {
		name: 'Run',
		value: 'run',
		action: 'Run command',
		description: 'Run any D3 command by name, including custom and integration commands',
	},
	fields: [
		commandName('Command Name'),
		keyValues('Parameters', {
			description: 'Parameters of the command, named as on its page in D3',
		}),
		json('Parameters JSON', {
			type: 'object',
			description:
				'Additional parameters, as JSON, e.g. {"Incident Numbers": ["20220125-1"]}. A name that is also in Parameters is rejected.',
		}),
		booleanSwitch('Read-Only', {
			description:
				'Whether the command only reads from D3, so it is safe to send again if the response is lost',
		}),
	],
	narrowedBy: ['Parameters JSON'],
	topLevel: ['Parameters', 'Parameters JSON'],
	validate: (values) =>
		namesTwice({
			Parameters: values.Parameters as IDataObject,
			'Parameters JSON': values['Parameters JSON'] as IDataObject | undefined,
		}),
	subject: (values) => `command ${commandNameOf(values)}`,
	troubleshooting: {
		key: "D3 issues a separate key for each command. On this command's page in D3 (Configuration > Utility Commands, or Integrations), check under Webhook Authentication that this key was generated there, and that the user is allowed to run the command.",
		url: "Check the command name, or paste the Request URL from the command's page in D3: integration commands have their own URLs. Then compare it with the credential's Server URL.",
	},
	buildRequest: (values) => {
		const given = String(values['Command Name']);
		return {
			command: commandNameOf(values),
			...(given.includes('/') && { url: given }),
			idempotency: values['Read-Only'] === true ? 'readOnly' : 'notIdempotent',
			commandParams: {
				...(values.Parameters as IDataObject),
				...(values['Parameters JSON'] as IDataObject | undefined),
			},
		};
	},
};

function commandNameOf(values: IDataObject): string {
	return String(values['Command Name']).split('/').at(-1)!;
}
