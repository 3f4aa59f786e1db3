import type { INodePropertyModeTypeOptions } from 'n8n-workflow';

/** Milliseconds after which somebody who waits for a list is told what to do instead. */
const SLOW_LOAD_MS = 10_000;

/**
 * The list of a locator.
 *
 * @param searchListMethod The node's method that fills it.
 * @param otherMode Name of the mode in which the same is typed.
 */
export function locatorList(
	searchListMethod: string,
	otherMode: string,
): INodePropertyModeTypeOptions {
	return {
		searchListMethod,
		searchable: true,
		searchFilterRequired: false,
		slowLoadNotice: {
			message: `If the list loads slowly, choose "${otherMode}" and type the ${otherMode.toLowerCase()} instead.`,
			timeout: SLOW_LOAD_MS,
		},
	};
}
