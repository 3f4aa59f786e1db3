import {
	WAIT_INDEFINITELY,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
} from 'n8n-workflow';

import { isAgentTool } from '../../shared/agentTool';
import type { Command, Refusal } from '../../shared/command';
import type { Field } from '../../shared/fields/field';
import { waitUntil } from '../../shared/fields/waitLimit';
import { operationError } from '../../shared/report';
import { pluralize, withoutFinalPeriod } from '../../shared/text';
import { execute } from '../execute/execute';
import { descriptionOf } from './description';
import { keepOtherRunsEnabled } from './engine';
import { linkFor, newQuestion } from './links';
import { itemFor } from './outcome';
import { isHumanReview, messageFor, toolCallOf, type ToolCall } from './toolCall';
import { keepWait, shownTime, type Wait } from './wait';

/**
 * Creates a task that asks a person, and puts the execution to wait for the answer. The task is made as that of any
 * other operation, so that it ends as one, and a retry makes it no second time. If it did not come about, nothing waits.
 *
 * @returns while it waits, what goes on if nobody answers in time: not approved.
 */
export async function askAndWait(
	context: IExecuteFunctions,
	command: Command,
): Promise<INodeExecutionData[]> {
	const node = context.getNode();
	const asking = ask(context, command);
	if (isHumanReview(node) && node.onError !== 'stopWorkflow') {
		return await asking.then(forAgent, ({ message }: Error) => notAsked(message));
	}
	// n8n would hand on the input of a node that fails and continues, and that may say anything.
	if (context.continueOnFail()) {
		return await asking.catch(({ message }: Error) => [failedItem({ error: message })]);
	}
	return await asking;
}

/** What is asked, as it went into the request. */
interface Asked {
	readonly site: string;
	readonly values: IDataObject;
	/** From when the time to answer counts: before D3 made the task, since the task says until when. */
	readonly now: Date;
	readonly until: Date | undefined;
}

async function ask(context: IExecuteFunctions, command: Command): Promise<INodeExecutionData[]> {
	keepWait(context, undefined);
	const question = newQuestion();
	const node = context.getNode();
	const tool = isHumanReview(node) ? toolCallOf(context) : undefined;
	const link = linkOrRefusal(context, question, tool);
	const timezone = context.getTimezone();
	let asked: Asked | undefined;
	const output = await execute(context, {
		...command,
		fields: command.fields.map((field) => withMessageFor(node, field)),
		validate: (values) => (typeof link === 'string' ? command.validate?.(values) : link),
		buildRequest: (values, site) => {
			const now = new Date();
			const until = waitUntil(values, now);
			asked = { site, values, now, until };
			const answerBy = until && shownTime(until.toISOString(), timezone);
			const message = String(values['Task Description']);
			const description = descriptionOf({ message, tool, link: link as string, answerBy });
			return { commandParams: { ...forD3(command, values), 'Task Description': description } };
		},
	});
	const [task] = output;
	if (task === undefined || task.json.error !== undefined) return output;
	if (asked === undefined) {
		throw operationError(
			node,
			'The task was created by an earlier attempt, and its link does not work',
			{
				description: 'Complete it in D3, and run the workflow again.',
			},
		);
	}
	const { site, values, now, until } = asked;
	const wait: Wait = {
		question,
		site,
		incidentNumber: String(values['Incident Number']),
		taskName: String(values['Task Name']),
		message: String(values['Task Description']),
		assignee: String(values.Assignee),
		...(tool && { tool }),
		workflow: context.getWorkflow().name ?? '',
		executionId: context.getExecutionId(),
		timezone,
		comment: values.Comment as Wait['comment'],
		approverHeader: String(values['Approver Header'] ?? '').toLowerCase(),
		requestedAt: now.toISOString(),
		...(until && { until: until.toISOString() }),
		task: task.json,
	};
	const timedOut = itemFor(wait, { reason: 'timedOut' });
	// What n8n hands on when the time is over: else that is the input.
	context.getExecuteData().data.main = [[timedOut]];
	keepWait(context, wait);
	keepOtherRunsEnabled(context);
	await context.putExecutionToWait(until ?? WAIT_INDEFINITELY);
	return [timedOut];
}

/** The link for the question, or why nobody can be asked. */
function linkOrRefusal(
	context: IExecuteFunctions,
	question: string,
	tool: ToolCall | undefined,
): string | Refusal {
	const node = context.getNode();
	const items = context.getInputData().length;
	if (items > 1) {
		return {
			message: `One execution can wait for one answer, and ${pluralize(items, 'item')} came in`,
			advice:
				'Put Loop Over Items with a batch size of 1 before this node, and lead its output back to it.',
		};
	}
	if (isAgentTool(node) && !isHumanReview(node)) {
		return {
			message: 'A tool of an AI agent cannot wait for an answer',
			advice:
				'Put D3 SOAR between the agent and its tools as a human review step, or let the tool use Task > Create.',
		};
	}
	if (isHumanReview(node) && tool === undefined) {
		return {
			message: 'n8n does not say which tool the agent wants to use',
			advice: 'Use an AI Agent of version 3 or newer, and connect it to this step directly.',
		};
	}
	return linkFor(context, question);
}

/** The field of the message: n8n's own in a new step is replaced before anything is added to it. */
function withMessageFor(node: INode, field: Field): Field {
	if (field.parameter !== 'Task Description') return field;
	return {
		...field,
		toD3: (value, conversion) => field.toD3(messageFor(value, node), conversion),
	};
}

/** The values without those that only the node uses. */
function forD3({ fields }: Command, values: IDataObject): IDataObject {
	const names = fields.filter(({ nodeOnly }) => nodeOnly !== true).map((field) => field.parameter);
	return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** What an agent gets: a failed item in words, anything else as it is. */
function forAgent(output: INodeExecutionData[]): INodeExecutionData[] {
	const { error, details } = output[0]!.json;
	if (error === undefined) return output;
	const { description } = details as IDataObject;
	return notAsked(`${withoutFinalPeriod(String(error))}. ${String(description)}`);
}

/** What an agent hears if nobody could be asked. n8n takes a mere error for the refusal of a person. */
function notAsked(why: string): INodeExecutionData[] {
	const chatInput = `Nobody was asked, and the tool did not run: ${why}`;
	return [failedItem({ error: why, data: { approved: false, chatInput, reason: 'notAsked' } })];
}

function failedItem(json: IDataObject): INodeExecutionData {
	return { json, pairedItem: { item: 0 } };
}
