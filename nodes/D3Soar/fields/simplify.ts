import { toggle } from './toggle';

/** Only the node looks at it: which fields are left, a command's `simplified` says. */
export const simplify = toggle('Simplify', {
	default: true,
	local: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});
