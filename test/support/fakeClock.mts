import type { Clock } from '../../nodes/shared/transport/clock.ts';

/** A clock that jumps from one pause to the next, so that hours pass in no time. */
export class FakeClock implements Clock {
	/** Every pause that somebody asked for, in milliseconds. */
	readonly pauses: number[] = [];
	private time: number;
	private timers: Array<{ at: number; ring: () => void }> = [];

	constructor(start = 0) {
		this.time = start;
	}

	readonly now = () => this.time;

	readonly sleep = async (milliseconds: number): Promise<void> => {
		this.pauses.push(milliseconds);
		await new Promise<void>((ring) => this.timers.push({ at: this.time + milliseconds, ring }));
	};

	/** Lets time pass until the work is done. */
	async until<T>(work: Promise<T>): Promise<T> {
		let done = false;
		const finish = () => {
			done = true;
		};
		work.then(finish, finish);
		for (;;) {
			await new Promise(setImmediate);
			if (done) return await work;
			this.timers.sort((a, b) => a.at - b.at);
			const next = this.timers.shift();
			if (next === undefined) throw new Error('waits for something that no time brings');
			this.time = Math.max(this.time, next.at);
			next.ring();
		}
	}
}
