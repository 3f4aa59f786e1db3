import type { Job } from './job.mts';
import { Profiler, sharesIn, type Shares } from './profile.mts';

/** How often memory is looked at, in milliseconds; each look takes time. */
const SAMPLE_INTERVAL = 250;
const HEAP_SAMPLE_INTERVAL = 500;

const MEGABYTE = 1024 * 1024;

/** What a piece of work took of this process. */
export interface Usage {
	readonly seconds: number;
	/** User and system time of all threads, in milliseconds. */
	readonly cpu: number;
	/** What of it the main thread took. */
	readonly mainThread: number;
	/** The most memory of the process above what it had before, in MB. */
	readonly memory: number;
	/**
	 * The most that was on the JavaScript heap after collecting the garbage, above what was there before, in MB;
	 * 0 where nobody looked.
	 */
	readonly heap: number;
	/** Where the CPU time went, if that was looked at. */
	readonly shares?: Shares;
}

/** Measures what this process uses between {@link begin} and {@link end}. */
export class Meter {
	private began = 0;
	private cpu = process.cpuUsage();
	private thread = process.threadCpuUsage();
	private rss = 0;
	private mostBefore = 0;
	private heap = 0;
	private mostRss = 0;
	private mostHeap = 0;
	private sampling: NodeJS.Timeout | undefined;
	private readonly profiler: Profiler | undefined;
	private readonly samplesHeap: boolean;

	constructor(inspect: Job['inspect']) {
		this.samplesHeap = inspect === 'heap';
		this.profiler = inspect === 'profile' ? new Profiler() : undefined;
	}

	begin(): void {
		// Also what loading has left behind goes back to the system, which is more for some than for others.
		globalThis.gc!({ type: 'major', execution: 'sync', flavor: 'last-resort' });
		const { rss, heapUsed } = process.memoryUsage();
		this.rss = rss;
		this.heap = heapUsed;
		this.mostBefore = mostRss();
		this.sampling = setInterval(
			() => this.sample(),
			this.samplesHeap ? HEAP_SAMPLE_INTERVAL : SAMPLE_INTERVAL,
		).unref();
		this.profiler?.start();
		this.cpu = process.cpuUsage();
		this.thread = process.threadCpuUsage();
		this.began = performance.now();
	}

	end(): Usage {
		const seconds = (performance.now() - this.began) / 1000;
		const cpu = milliseconds(process.cpuUsage(this.cpu));
		const mainThread = milliseconds(process.threadCpuUsage(this.thread));
		const profile = this.profiler?.stop();
		clearInterval(this.sampling);
		this.sample();
		// The system's own mark tells of the work only if the work raised it.
		const most = Math.max(this.mostRss, mostRss() > this.mostBefore ? mostRss() : 0);
		return {
			seconds,
			cpu,
			mainThread,
			memory: Math.max(0, most - this.rss) / MEGABYTE,
			heap: Math.max(0, this.mostHeap - this.heap) / MEGABYTE,
			...(profile === undefined ? {} : { shares: sharesIn(profile) }),
		};
	}

	private sample(): void {
		this.mostRss = Math.max(this.mostRss, process.memoryUsage.rss());
		if (!this.samplesHeap) return;
		globalThis.gc!();
		this.mostHeap = Math.max(this.mostHeap, process.memoryUsage().heapUsed);
	}
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
	return (user + system) / 1000;
}

/** The system's high-water mark of this process, in bytes. */
function mostRss(): number {
	return process.resourceUsage().maxRSS * 1024;
}
