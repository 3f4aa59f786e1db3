import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { D3SoarCredential } from '../../../credentials/D3SoarApi.credentials';
import { itemsIn } from '../answer/items';
import { errorItem, errorOf, reportOf } from './report';
import type { Call, Command } from '../command';
import { optionsFrom, type Options } from '../options';
import { callFor, InvalidParameter } from '../parameters';
import { Deadlines } from './deadlines';
import { miss, outcomeOf, type Miss } from './outcome';
import { send, type Sender } from './request';

/**
 * Sends a command for every input item and gives the output items in input order.
 *
 * @throws NodeOperationError for the first item that ends other than accepted, unless the node
 * continues on failures; then that item becomes an error item.
 */
export async function deliver(
	context: IExecuteFunctions,
	command: Command,
): Promise<INodeExecutionData[]> {
	const credential = await context.getCredentials('d3SoarApi');
	const sender: Sender = { context, credential, deadlines: new Deadlines() };
	const { authentication } = credential as unknown as D3SoarCredential;
	const output: INodeExecutionData[] = [];

	for (let item = 0; item < context.getInputData().length; item++) {
		const options = optionsFrom(context.getNodeParameter('options', item, {}));
		const call = tryCall(sender, command, options, item);
		const outcome =
			'kind' in call ? call : outcomeOf(await sendCall(sender, call, options.timeout));

		if (outcome.kind === 'accepted') {
			const found = options.output === 'full' ? [outcome.answer] : itemsIn(outcome.answer);
			output.push(...found.map((json) => ({ json, pairedItem: { item } })));
			continue;
		}
		const report = reportOf(outcome, {
			itemIndex: item,
			command,
			authentication,
			timeout: options.timeout,
			...('kind' in call ? {} : { call }),
		});
		if (!context.continueOnFail()) throw errorOf(report, context.getNode(), item);
		output.push(errorItem(report, item));
	}
	return output;
}

async function sendCall(sender: Sender, call: Call, timeout: number) {
	const { command, username, site, commandParams } = call;
	return await send(
		sender,
		`/api/Command/${encodeURIComponent(command.command)}`,
		{ Username: username, Site: site, CommandParams: commandParams },
		timeout,
	);
}

/** The call of one item, or why there is none: a bad value, or an expression that failed. */
function tryCall(
	{ context, credential }: Sender,
	command: Command,
	options: Options,
	item: number,
): Call | Miss {
	try {
		return callFor(
			context as IExecuteFunctions,
			command,
			credential as unknown as D3SoarCredential,
			options,
			item,
		);
	} catch (error) {
		const { message, description } = error as Error & { description?: string };
		const advice = error instanceof InvalidParameter ? error.advice : (description ?? '');
		return miss('parameter', { words: message, advice: `${advice} Nothing was sent.`.trim() });
	}
}
