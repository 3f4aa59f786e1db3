import { cpuOf, memoryOf, median, rateOf, shown, type Figures } from './figures.mts';
import type { Contender, Work } from './job.mts';
import type { Measurement } from './measure.mts';
import { contenders, LIMIT, limitedWork, mostWork, type Sizes } from './scenarios.mts';

const { NODE, HTTP, BATCHED, DECLARATIVE, LOOP, BARE } = contenders;

/** Short names: the tables say it in full. */
const NAMES = new Map<Contender, string>([
	[NODE, 'D3 SOAR'],
	[HTTP, 'HTTP Request'],
	[BATCHED, 'HTTP, in batches'],
	[DECLARATIVE, 'Declarative node'],
	[LOOP, 'Request helper'],
	[BARE, 'No n8n'],
]);

const PANEL = { width: 420, label: 124, bar: 170, row: 26, top: 34 };
const WIDTH = 2 * PANEL.width;

/** Colours that can be read on white and on black, with a sharper text for each. */
const STYLE = `
	text { font: 13px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #424a53; }
	.title { font-weight: 600; fill: #1f2328; }
	.ours { fill: #1a7f64; }
	.peer { fill: #8c959f; }
	.lost { fill: #d1242f; }
	@media (prefers-color-scheme: dark) {
		text { fill: #b1bac4; }
		.title { fill: #f0f6fc; }
		.ours { fill: #2ea98a; }
		.peer { fill: #6e7681; }
		.lost { fill: #f85149; }
	}`;

interface Bar {
	readonly name: string;
	readonly ours: boolean;
	readonly value: number;
	/** A part of the bar that did not come about. */
	readonly lost?: number;
	readonly text: string;
}

/** results.svg: the figures of the work that most targets are about. */
export function chart(figures: Figures, sizes: Sizes): string {
	const work = mostWork(sizes);
	const items = work.items.toLocaleString('en');
	const limited = limitedWork(sizes);
	const all = [NODE, HTTP, DECLARATIVE, LOOP, BARE];
	const panels = [
		panel(
			`Tasks created of ${limited.items.toLocaleString('en')}, at most ${LIMIT} per second`,
			[NODE, HTTP, BATCHED, DECLARATIVE].map((contender) => {
				const middle = (figure: (run: Measurement) => number) =>
					median(figures.of({ contender, work: limited }).map(figure));
				const created = middle((run) => run.created);
				const lost = middle((run) => run.lost);
				const rest =
					lost > 0
						? `, ${lost.toLocaleString('en')} lost`
						: ` in ${shown(middle((run) => run.seconds))} s`;
				const text = `${created.toLocaleString('en')}${rest}`;
				return { ...named(contender), value: created, lost, text };
			}),
		),
		panel(
			`Items per second, ${items} without a limit`,
			bars(all, () => rateOf, ''),
		),
		panel(`CPU per item, ${items} without a limit`, bars(all, cpuOf, ' ms')),
		panel(
			`Peak memory, ${items} without a limit`,
			bars(all, () => memoryOf, ' MB'),
		),
	];

	function bars(
		contenders: readonly Contender[],
		figure: (job: { contender: Contender; work: Work }) => (run: Measurement) => number,
		unit: string,
	): Bar[] {
		return contenders.map((contender) => {
			const job = { contender, work };
			const value = median(figures.of(job).map(figure(job)));
			return { ...named(contender), value, text: `${shown(value)}${unit}` };
		});
	}

	const height = PANEL.top + all.length * PANEL.row + 16;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${2 * height}" width="${WIDTH}" height="${2 * height}" role="img" aria-label="Speed, CPU and memory of the D3 SOAR node and its peers">`,
		`<style>${STYLE}\n</style>`,
		...panels.map(
			(content, index) =>
				`<g transform="translate(${(index % 2) * PANEL.width} ${Math.floor(index / 2) * height})">${content}</g>`,
		),
		'</svg>',
		'',
	].join('\n');
}

function named(contender: Contender): Pick<Bar, 'name' | 'ours'> {
	return { name: NAMES.get(contender)!, ours: contender === NODE };
}

function panel(title: string, bars: readonly Bar[]): string {
	const most = Math.max(...bars.map(({ value, lost = 0 }) => value + lost));
	const scaled = (value: number) => Math.max(1, Math.round((value / most) * PANEL.bar));
	const rows = bars.map(({ name, ours, value, lost = 0, text }, index) => {
		const y = PANEL.top + index * PANEL.row;
		const width = scaled(value);
		const missing = lost > 0 ? scaled(lost) : 0;
		return [
			`<text x="${PANEL.label}" y="${y + 13}" text-anchor="end"${ours ? ' class="title"' : ''}>${name}</text>`,
			`<rect class="${ours ? 'ours' : 'peer'}" x="${PANEL.label + 8}" y="${y}" width="${width}" height="18" rx="2"/>`,
			...(missing > 0
				? [
						`<rect class="lost" x="${PANEL.label + 8 + width}" y="${y}" width="${missing}" height="18" rx="2"/>`,
					]
				: []),
			`<text x="${PANEL.label + 14 + width + missing}" y="${y + 13}">${text}</text>`,
		].join('');
	});
	return `<text class="title" x="8" y="18">${title}</text>${rows.join('')}`;
}
