/** Who does the work. */
export type Kind = 'node' | 'httpRequest' | 'declarative' | 'loop' | 'bare';

export interface Contender {
	readonly kind: Kind;
	/** The most requests at the same time, where the contender has such a bound. */
	readonly inFlight?: number;
	/** Items in a batch and milliseconds between batches: an option of the HTTP Request node. */
	readonly batching?: { readonly size: number; readonly interval: number };
	/** Whether n8n runs the node again after a failure: a setting of every node. */
	readonly retryOnFail?: boolean;
	/** Whether writes about one incident keep the order of the items. */
	readonly keepOrder?: boolean;
}

/** What is to be done, and what the server is like. */
export interface Work {
	readonly items: number;
	/** Over how many incidents the tasks are spread. */
	readonly incidents: number;
	/** How many of the seven parameters are expressions: none, incident and name, or all. */
	readonly expressions: 'none' | 'two' | 'all';
	/** Milliseconds in which the server answers. */
	readonly latency: number;
	readonly https: boolean;
	/** Requests per second from which on the server answers 429, and at which those go that can. */
	readonly limit: number | undefined;
	/** Requests per second in the credential, where that is not the limit. */
	readonly pace?: number;
	/** Over how many executions at the same time the items are spread, 1 if it does not say; and over how many processes. */
	readonly executions?: number;
	readonly processes?: number;
	/**
	 * How many executions of one item each come one after another while the items are under way. Then nobody waits
	 * for the items.
	 */
	readonly latecomers?: number;
	/** What the server does to some items; then the node continues on failures, or does not. */
	readonly faults: 'none' | 'refusals' | 'one429';
}

export interface Job {
	readonly contender: Contender;
	readonly work: Work;
	/**
	 * What is looked at more closely, at the cost of all other figures: what the heap really has to hold, or
	 * where the CPU time goes.
	 */
	readonly inspect?: 'heap' | 'profile';
}

/** Which items an execution has: of so many executions, all have as many. */
export function itemsOf({ items, executions = 1 }: Work, execution: number): number[] {
	const count = items / executions;
	return Array.from({ length: count }, (_, index) => execution * count + index);
}

/** The executions of a process. */
export function executionsOf({ executions = 1, processes = 1 }: Work, process: number): number[] {
	const all = Array.from({ length: executions }, (_, execution) => execution);
	return all.filter((execution) => execution % processes === process);
}

/** An input item: a task to create. */
export interface TaskItem {
	readonly incident: string;
	readonly name: string;
	readonly type: string;
	readonly description: string;
	readonly assignee: string;
	/** As a date picker gives it. */
	readonly due: string;
	/** As D3 takes it. */
	readonly d3Due: string;
	readonly required: string;
}

/** The parameters of a task, in the places where a contender wants them: values or expressions. */
export type TaskFields = Record<keyof TaskItem, string>;

export const nameOf = (item: number) => `task ${item}`;
export const incidentNumber = (incident: number) => `bench-${incident}`;

/** The task of one item. */
export function taskOf(item: number, { incidents }: Pick<Work, 'incidents'>): TaskItem {
	return {
		incident: incidentNumber(item % incidents),
		name: nameOf(item),
		type: 'Default',
		description: 'Block the sender on the mail gateway and confirm it here',
		assignee: 'Jane Doe',
		// In the future: the node tells of due dates that are over.
		due: '2046-05-15T14:32:00',
		d3Due: '2046-05-15 14:32:00',
		required: 'Yes',
	};
}

/** Each parameter as a text that stands by itself or within a template. */
export function fieldsOf({ expressions }: Pick<Work, 'expressions'>): TaskFields {
	const plain = taskOf(0, { incidents: 1 });
	const evaluated: ReadonlyArray<keyof TaskItem> = {
		none: [],
		two: ['incident', 'name'] as const,
		all: Object.keys(plain) as Array<keyof TaskItem>,
	}[expressions];
	return Object.fromEntries(
		Object.entries(plain).map(([field, value]) => [
			field,
			evaluated.includes(field as keyof TaskItem) ? `{{ $json.${field} }}` : value,
		]),
	) as TaskFields;
}

/** A parameter as n8n stores it: an expression begins with an equals sign. */
export function parameter(text: string): string {
	return text.includes('{{') ? `=${text}` : text;
}

/** D3's request body for a task. */
export function bodyOf(task: TaskFields): object {
	return {
		Username: 'Admin',
		Site: 'Security Operations',
		CommandParams: {
			'Incident Number': task.incident,
			'Task Name': task.name,
			'Task Type': task.type,
			'Task Description': task.description,
			Assignee: task.assignee,
			'Due Date': task.d3Due,
			Required: task.required,
		},
	};
}

/** Of a hundred items one is answered with a 400, and one with a 200 that holds a failure. */
export function refusalOf(item: number): '400' | 'failure' | undefined {
	return item % 100 === 24 ? '400' : item % 100 === 74 ? 'failure' : undefined;
}

/** The item that is answered with a 429, once, in work that has `one429` for its faults. */
export const RATE_LIMITED_ITEM = 24;
