import { booleanSwitch } from './booleanSwitch';

/** Only the node looks at it: which fields are left, a command's `simplified` says. */
export const simplify = booleanSwitch('Simplify', {
	default: true,
	nodeOnly: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});
