/**
 * Who waits, by whom: each owner has one turn after the other, and what an owner waits for goes first come, first
 * served. So a single request waits for one of each other owner, and not for the ten thousand of one.
 */
export class Turns<Owner, Waiting> {
	/** In the order of turns; no owner is there without something that waits. */
	private readonly lines = new Map<Owner, Set<Waiting>>();

	/** Whose turn it is, of the owners that can take one. */
	next(isReady: (owner: Owner) => boolean): Waiting | undefined {
		for (const [owner, line] of this.lines) {
			if (isReady(owner)) return line.values().next().value;
		}
		return undefined;
	}

	get isEmpty(): boolean {
		return this.lines.size === 0;
	}

	/** Waits at the end of the owner's line. */
	add(owner: Owner, waiting: Waiting): void {
		const line = this.lines.get(owner);
		if (line === undefined) this.lines.set(owner, new Set([waiting]));
		else line.add(waiting);
	}

	/** Waits no more; the owner's next turn comes after those of all others. */
	remove(owner: Owner, waiting: Waiting): void {
		const line = this.lines.get(owner);
		if (line === undefined) return;
		line.delete(waiting);
		this.lines.delete(owner);
		if (line.size > 0) this.lines.set(owner, line);
	}
}
