import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import {
	additionalDataFor,
	n8nCore,
	packagedNode,
	workflowFor,
	type WorkflowRun,
} from './n8nEngine.mts';

const { LoadOptionsContext } = n8nCore;

/** A picker's list as the editor asks for it. */
export async function callListSearch(
	method: 'searchIncidents' | 'searchUserNames' | 'searchUsers',
	{ credential, parameters = {} }: Pick<WorkflowRun, 'credential'> & Partial<WorkflowRun>,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { methods } = await packagedNode('d3Soar');
	const workflow = workflowFor({ credential, parameters });
	const context = new LoadOptionsContext(
		workflow,
		workflow.getNode('D3 SOAR')!,
		{ ...additionalDataFor(credential, workflow), currentNodeParameters: parameters },
		'',
	) as unknown as ILoadOptionsFunctions;
	return await methods!.listSearch![method]!.call(context, filter, paginationToken);
}
