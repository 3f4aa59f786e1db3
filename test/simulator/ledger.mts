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
	/** Events that D3 made of what was sent in. */
	readonly events: unknown[] = [];
	/** Requests that are neither answered to the end nor given up. */
	inFlight = 0;
	/** The most of them at the same time. */
	maxInFlight = 0;

	requestsOf(command: string): SeenRequest[] {
		return this.requests.filter((request) => request.command === command);
	}

	/** The names of the tasks, in the order in which they were created. */
	taskNames(): string[] {
		return this.tasks.map((task) => task['Task Name']);
	}

	/** How often each task was created, by name. */
	timesCreated(): Map<string, number> {
		const times = new Map<string, number>();
		for (const name of this.taskNames()) times.set(name, (times.get(name) ?? 0) + 1);
		return times;
	}
}
