/** A task as D3's response to CreateTask shows it. */
export interface Task {
	'Task Name': string;
	'Task Type': string;
	'Task Description': string;
	Assignee: string;
	/** The digits that came, and the Windows name of the zone in which they were read. */
	'Due Date': string;
	'Required on incident close': string;
	Creator: string;
	'Incident Number': string;
}

/** One request as it arrived. */
export interface SeenRequest {
	readonly method: string;
	readonly path: string;
	readonly command: string;
	readonly headers: Record<string, string | string[] | undefined>;
	/** The parsed body, or the text where it is no JSON. */
	body: unknown;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Status that was answered; missing while it is being handled or where a fault answered. */
	status?: number;
}

/** Everything that reached the simulator, and everything that it did. */
export class Ledger {
	readonly requests: SeenRequest[] = [];
	readonly tasks: Task[] = [];
	/** Requests that are neither answered to the end nor given up. */
	inFlight = 0;
	/** The most of them at the same time. */
	maxInFlight = 0;

	requestsOf(command: string): SeenRequest[] {
		return this.requests.filter((request) => request.command === command);
	}

	/** How often each task was made, by name. */
	timesMade(): Map<string, number> {
		const times = new Map<string, number>();
		for (const task of this.tasks) {
			times.set(task['Task Name'], (times.get(task['Task Name']) ?? 0) + 1);
		}
		return times;
	}
}
