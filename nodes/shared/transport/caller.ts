import { systemClock, type Clock } from './clock';

/** Somebody who sends requests to D3: a node in an execution, a poll or a list of the editor. Callers take turns. */
export class Caller {
	private hasStopped = false;
	private pausedUntil = -Infinity;
	/** Wakes what waits for its turn. */
	private readonly waiting = new Set<() => void>();

	/** @param endsAt When it waits for nothing any more and sends nothing, by the clock. */
	constructor(
		readonly endsAt = Infinity,
		private readonly clock: Clock = systemClock,
	) {}

	/** Whether it sends nothing more. */
	get isStopped(): boolean {
		return this.hasStopped || this.isOutOfTime;
	}

	/** Whether its time is over. */
	get isOutOfTime(): boolean {
		return this.clock.now() >= this.endsAt;
	}

	/** Whether it sends nothing for now. */
	get isPaused(): boolean {
		return this.clock.now() < this.pausedUntil;
	}

	/** When the next of the two changes by itself; `Infinity` if neither does. */
	get changesAt(): number {
		return this.isPaused ? Math.min(this.pausedUntil, this.endsAt) : this.endsAt;
	}

	/** Sends nothing more. Whatever of it waits for its turn leaves at once. */
	stop(): void {
		this.hasStopped = true;
		this.wake();
	}

	/** Sends nothing for this long, or longer if it pauses already. */
	pauseFor(milliseconds: number): void {
		this.pausedUntil = Math.max(this.pausedUntil, this.clock.now() + milliseconds);
		this.wake();
	}

	/** Has something of it woken when it stops or pauses. */
	addWaiting(wake: () => void): void {
		this.waiting.add(wake);
	}

	/** The opposite of {@link addWaiting}. */
	removeWaiting(wake: () => void): void {
		this.waiting.delete(wake);
	}

	private wake(): void {
		for (const wake of this.waiting) wake();
	}
}
