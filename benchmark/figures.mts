import type { Job } from './job.mts';
import type { Measurement } from './measure.mts';

/** The runs of each job. */
export class Figures {
	private readonly runs = new Map<string, Measurement[]>();

	add(job: Job, measurement: Measurement): void {
		this.of(job).push(measurement);
	}

	of(job: Job): Measurement[] {
		const key = keyOf(job);
		const runs = this.runs.get(key) ?? [];
		this.runs.set(key, runs);
		return runs;
	}

	/** The middle of what two jobs come to against each other, each pair in the same run. */
	ratio(job: Job, peer: Job, figure: (measurement: Measurement) => number): number {
		const peers = this.of(peer);
		return median(this.of(job).map((run, index) => figure(run) / figure(peers[index]!)));
	}
}

/** What tells a job from others. */
export function keyOf({ contender, work, inspect }: Job): string {
	return JSON.stringify([contender, work, inspect]);
}

export const rateOf = ({ created, seconds }: Measurement) => created / seconds;
export const cpuOf =
	({ work }: Job) =>
	({ cpu }: Measurement) =>
		cpu / work.items;
export const memoryOf = ({ memory }: Measurement) => memory;

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** A figure with as many digits as mean something. */
export function shown(value: number): string {
	if (!Number.isFinite(value)) return '–';
	if (value >= 100) return Math.round(value).toLocaleString('en');
	return value.toFixed(value >= 10 ? 1 : 2);
}

/** `366 (350–371)`: the median, and the range where the runs differ. */
export function spread(values: readonly number[]): string {
	const [least, middle, most] = [Math.min(...values), median(values), Math.max(...values)].map(
		shown,
	);
	return least === most ? middle! : `${middle} (${least}–${most})`;
}
