import { booleanSwitch } from './booleanSwitch';

/** Only the node uses it. The command's `simplifiedFields` are the fields that are kept. */
export const simplify = booleanSwitch('Simplify', {
	default: true,
	nodeOnly: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});
