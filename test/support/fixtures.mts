/** What tests of all kinds put into a workflow and read off the simulator; it needs no engine. */
import type { INodeParameters } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential.ts';
import type { Simulator } from '../simulator/simulator.mts';

/** A credential for the simulator. */
export function credentialFor(
	simulator: Simulator,
	command = 'CreateTask',
	rest: Partial<D3SoarCredential> = {},
): D3SoarCredential {
	return {
		serverUrl: simulator.serverUrl,
		authentication: 'apiKey',
		apiKey: simulator.keyOf(command).apiKey,
		username: 'Admin',
		site: 'Security Operations',
		...rest,
	};
}

/** Parameters of a task that the simulator accepts. */
export function taskParameters(rest: INodeParameters = {}): INodeParameters {
	return {
		incidentNumber: { __rl: true, mode: 'number', value: '20220125-1' },
		taskName: 'Block the sender',
		taskType: 'Default',
		taskDescription: 'Block it on the gateway',
		assignee: { __rl: true, mode: 'name', value: 'Jane Doe' },
		dueDate: '2026-05-15T14:32:00',
		required: true,
		...rest,
	};
}
