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
		description: 'Run any D3 command by its name, also one of your own or of an integration',
	},
	fields: [
		commandName('Command Name'),
		keyValues('Parameters', {
			description: 'What the command wants, under the names that its page in D3 shows',
		}),
		json('Parameters JSON', {
			type: 'object',
			description:
				'More parameters as one JSON object, e.g. {"Incident Numbers": ["20220125-1"]}. A name that stands in Parameters too is refused.',
		}),
		booleanSwitch('Reads Only', {
			description:
				'Whether the command changes nothing in D3, so that it may be sent again when its answer is lost',
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
		key: 'D3 makes keys per command: check on the page of this command in D3 (Configuration > Utility Commands, or Integrations for a command of an integration), under Webhook Authentication, that this one was made there, and that the user may do this in D3.',
		url: 'Check the name of the command, or paste the Request URL that D3 shows on its page: a command of an integration has an address of its own. Then compare the Server URL of the credential with it.',
	},
	buildRequest: (values) => {
		const given = String(values['Command Name']);
		return {
			command: commandNameOf(values),
			...(given.includes('/') && { url: given }),
			idempotency: values['Reads Only'] === true ? 'readOnly' : 'notIdempotent',
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
