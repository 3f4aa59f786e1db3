import { htmlOf } from '../../shared/fields/html';
import { truncate } from '../../shared/text';
import type { ToolCall } from './toolCall';
import { visible } from './visible';

/** As much of a tool's input as a task shows; the page behind the link has all of it. */
const MAX_INPUT = 4000;

/** What a task asks. */
interface Question {
	readonly message: string;
	/** The call of a tool, if that is what is asked. */
	readonly tool: ToolCall | undefined;
	readonly link: string;
	/** The end of the time to answer, for people; `undefined` if there is none. */
	readonly answerBy: string | undefined;
}

/**
 * The description of the task: the question, by when to answer, and the link. The address also stands there as text,
 * since nobody documents whether D3 keeps links.
 */
export function descriptionOf({ message, tool, link, answerBy }: Question): string {
	const address = htmlOf(link);
	return [
		htmlOf(visible(message)),
		...(tool === undefined ? [] : [toolHtml(tool)]),
		...(answerBy === undefined
			? []
			: [`Answer by ${htmlOf(answerBy)}. After that the workflow goes on as not approved.`]),
		`<b><a href="${address}">Answer in n8n</a></b><br>${address}`,
		'Completing this task does not answer the question. Use the link, then complete the task.',
	].join('<br><br>');
}

function toolHtml({ name, input }: ToolCall): string {
	return `<b>Tool:</b> ${htmlOf(visible(name))}<br><b>Input:</b><br>${htmlOf(truncate(visible(input), MAX_INPUT))}`;
}
