import type { DateMismatch } from '../../shared/response/dateCheck';
import { duration, neutralizeTags, pluralize } from '../../shared/text';

/** A date of an input item that D3 read as another instant. */
export interface ItemDateMismatch extends DateMismatch {
	readonly item: number;
}

/** Hints about a whole run, which n8n shows above its output. */
export function hintsFor(run: {
	wasRateLimited: boolean;
	unconfirmed: number;
	dateMismatches: readonly ItemDateMismatch[];
}): string[] {
	const hints: string[] = [];
	if (run.wasRateLimited) {
		hints.push(
			'D3 limited the rate of requests, so the node slowed down and tried again. If that happens often, lower Requests per Second in the credential.',
		);
	}
	if (run.unconfirmed > 0) {
		hints.push(
			`${pluralize(run.unconfirmed, 'item')} ended unconfirmed: no usable answer says what D3 did. Look for details.outcome "unconfirmed" in the output.`,
		);
	}
	return [...hints, ...zoneHints(run.dateMismatches)].map(neutralizeTags);
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
			`Item ${item}: ${parameter} was sent as ${sent} in ${zone}, and D3 read it as ${confirmed} (${d3Zone}), which is ${duration(minutes)} ${minutes < 0 ? 'earlier' : 'later'}.`,
			...(items.size > 1 ? [`So it is with ${items.size} items.`] : []),
			`Set Time Zone to ${d3Zone}, in the credential or, where only some items are concerned, in the options.`,
		].join(' ');
	});
}
