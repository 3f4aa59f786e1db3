import {
	DOCUMENTED_ERRORS,
	failedCommand,
	missingParameters,
	success,
	type D3Response,
} from '../responses.mts';
import type { CommandCall, CommandHandler } from '../simulator.mts';
import type { Task } from '../ledger.mts';

const REQUIRED = [
	'Task Name',
	'Task Type',
	'Task Description',
	'Assignee',
	'Due Date',
	'Required',
	'Incident Number',
] as const;

/** api-docs: create-task. What D3 says of an unknown incident or user is not documented. */
export const createTask: CommandHandler = ({ params, body, world, ledger }: CommandCall) => {
	const absent = REQUIRED.filter((name) => String(params[name] ?? '').trim() === '');
	if (absent.length > 0) return missingParameters(absent);

	const text = Object.fromEntries(REQUIRED.map((name) => [name, String(params[name])])) as Record<
		(typeof REQUIRED)[number],
		string
	>;
	if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text['Due Date'])) {
		return failedCommand('Due Date must be yyyy-MM-dd HH:mm:ss');
	}
	if (!world.incidents.some((incident) => incident['IR Number'] === text['Incident Number'])) {
		return failedCommand(`Incident ${text['Incident Number']} was not found`);
	}
	const { takesNo, links, unknownAssignee } = world.openQuestions;
	if (!takesNo && text.Required !== 'Yes') return failedCommand('Required must be Yes');
	const isKnown = world.users.some(({ fullName }) => fullName === text.Assignee);
	if (!isKnown && unknownAssignee !== 'accepted') {
		return refusalOf(text.Assignee)[unknownAssignee];
	}
	const description =
		links === 'kept'
			? text['Task Description']
			: text['Task Description'].replaceAll('<', '&lt;').replaceAll('>', '&gt;');

	const task: Task = {
		'Task Name': text['Task Name'].trim(),
		'Task Type': text['Task Type'],
		'Task Description': `<p>${description}</p>`,
		Assignee: text.Assignee,
		'Due Date': `${text['Due Date']} ${world.windowsZone}`,
		'Required on incident close': text.Required === 'Yes' ? 'Required' : 'Not Required',
		Creator:
			world.users.find(({ userName }) => userName === body.Username)?.fullName ??
			String(body.Username),
		'Incident Number': text['Incident Number'],
	};
	ledger.tasks.push(task);
	return success({ rawData: task });
};

function refusalOf(assignee: string): Record<'failed' | 'badRequest' | 'unexpected', D3Response> {
	const words = `User ${assignee} was not found`;
	return {
		failed: failedCommand(words),
		badRequest: { status: 400, text: JSON.stringify({ Error: words }) },
		unexpected: DOCUMENTED_ERRORS.unexpected,
	};
}
