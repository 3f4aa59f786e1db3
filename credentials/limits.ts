import { InvalidParameter, InvalidValue } from '../nodes/shared/errors';
import { withName, type Field } from '../nodes/shared/fields/field';
import { number } from '../nodes/shared/fields/number';
import { NO_ZONES } from '../nodes/shared/zones';
import type { D3SoarCredential } from './credential';

/** What one D3 may be asked, and for how long. */
export interface Limits {
	/** Max requests that start in any second; 0 for no limit. */
	readonly requestsPerSecond: number;
	/** Max requests at the same time. */
	readonly maxConcurrentRequests: number;
	/** Seconds for the whole response. */
	readonly timeout: number;
	/** Seconds from an item's first attempt to the start of its last. */
	readonly retryFor: number;
}

const FIELDS: Readonly<Record<keyof Limits, Field>> = {
	requestsPerSecond: number('Requests per Second', {
		required: true,
		min: 0,
		default: 25,
		description:
			'Maximum number of requests to start per second, counting everything in this n8n process that calls this server. D3 documents a limit of 50, which probably applies to all clients together. 0 means no limit.',
	}),
	maxConcurrentRequests: number('Max Concurrent Requests', {
		required: true,
		min: 1,
		default: 10,
		description:
			'Maximum number of requests waiting for a response at the same time, counted in the same way',
	}),
	timeout: withName(
		'timeout',
		number('Timeout (Seconds)', {
			required: true,
			min: 1,
			max: 3600,
			default: 60,
			description: "How long to wait for D3's complete response, 3600 at most",
		}),
	),
	retryFor: withName(
		'retryFor',
		number('Retry For (Seconds)', {
			required: true,
			min: 0,
			default: 300,
			description:
				"How long to retry an item if D3's rate limit is reached or D3 cannot be reached. Operations that are safe to repeat are also retried if D3 gives no usable response. 0 means a single attempt.",
		}),
	),
};

/** The fields in the form. */
export const limitProperties = Object.values(FIELDS).map(({ property }) => property);

/**
 * The limits in a credential.
 *
 * @param credential Where a field is missing, its default holds.
 * @throws InvalidParameter with the name of a field whose value, from an expression, cannot be used.
 */
export function limitsOf(credential: Partial<D3SoarCredential>): Limits {
	const limitOf = (name: keyof Limits) =>
		readLimit(FIELDS[name], name in credential ? credential[name] : FIELDS[name].property.default);
	return {
		requestsPerSecond: limitOf('requestsPerSecond'),
		maxConcurrentRequests: limitOf('maxConcurrentRequests'),
		timeout: limitOf('timeout'),
		retryFor: limitOf('retryFor'),
	};
}

function readLimit({ property, toD3 }: Field, value: unknown): number {
	try {
		return toD3(value, NO_ZONES) as number;
	} catch (error) {
		throw error instanceof InvalidValue
			? new InvalidParameter(
					`${property.displayName} of the D3 SOAR credential ${error.message}`,
					error.advice,
				)
			: error;
	}
}
