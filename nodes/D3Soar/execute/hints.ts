import type { DateMismatch, PastDeadline } from '../../shared/response/dateCheck';
import { duration, neutralizeTags, pluralize } from '../../shared/text';

/** A date of an input item that D3 read as another instant. */
export interface ItemDateMismatch extends DateMismatch {
	readonly item: number;
}

/** A deadline of an input item that was over when it was sent. */
export interface ItemPastDeadline extends PastDeadline {
	readonly item: number;
}

/** Hints about a whole run, which n8n shows above its output. */
export function hintsFor(run: {
	wasRateLimited: boolean;
	unconfirmed: number;
	dateMismatches: readonly ItemDateMismatch[];
	pastDeadlines: readonly ItemPastDeadline[];
}): string[] {
	const hints: string[] = [];
	if (run.wasRateLimited) {
		hints.push(
			"D3's rate limit was reached, so the node slowed down and retried. If this happens often, lower Requests per Second in the credential.",
		);
	}
	if (run.unconfirmed > 0) {
		hints.push(
			`${pluralize(run.unconfirmed, 'item')} ended unconfirmed: D3 gave no usable response, so it may or may not have acted. In the output, details.outcome is "unconfirmed" there.`,
		);
	}
	return [...hints, ...deadlineHint(run.pastDeadlines), ...zoneHints(run.dateMismatches)].map(
		neutralizeTags,
	);
}

/** One hint about the first item whose deadline was over, with the number of such items. */
function deadlineHint(pastDeadlines: readonly ItemPastDeadline[]): string[] {
	const [first] = [...pastDeadlines].sort((a, b) => a.item - b.item);
	if (first === undefined) return [];
	const { item, parameter, sent, zone } = first;
	const items = new Set(pastDeadlines.map((each) => each.item)).size;
	return [
		`Item ${item}: ${parameter} ${sent} in ${zone} is in the past. It was sent all the same.${items > 1 ? ` This affects ${items} items.` : ''}`,
	];
}

/** One hint for each pair of zones, whatever the number of items: one setting fixes them all. */
function zoneHints(dateMismatches: readonly ItemDateMismatch[]): string[] {
	const pairs = new Map<string, { first: ItemDateMismatch; items: Set<number> }>();
	for (const date of [...dateMismatches].sort((a, b) => a.item - b.item)) {
		const pair = `${date.zone} ${date.d3Zone}`;
		const group = pairs.get(pair);
		if (group === undefined) pairs.set(pair, { first: date, items: new Set([date.item]) });
		else group.items.add(date.item);
	}
	return [...pairs.values()].map(({ first, items }) => {
		const { item, parameter, sent, zone, confirmed, d3Zone, minutes } = first;
		return [
			`Item ${item}: ${parameter} was sent as ${sent} in ${zone}, but D3 read it as ${confirmed} (${d3Zone}), ${duration(minutes)} ${minutes < 0 ? 'earlier' : 'later'} than intended.`,
			...(items.size > 1 ? [`This affects ${items.size} items.`] : []),
			`Set Time Zone to ${d3Zone} in the credential, or in this node's Options if only some items are affected.`,
		].join(' ');
	});
}
