import { rememberLast } from '../nodes/shared/rememberLast';

/** What a URL of D3 leads to. */
export interface Target {
	/** D3's name of the command. */
	readonly command: string;
	/** Whether it is one of D3's utility commands, which all have URLs of one structure. */
	readonly isUtilityCommand: boolean;
	/** Whether it takes in data for an integration. Then the request is no envelope of user, site and parameters. */
	readonly isIngestion: boolean;
	/** The integration and the site in the URL, for events that are taken in. */
	readonly ingestionIntegration?: string;
	readonly ingestionSite?: string;
}

/**
 * Reads a URL as a server does: without dot segments and percent-encoding.
 *
 * @param url Absolute, or a path below the server's URL.
 * @see https://docs.d3security.com/api-docs/Working-version/introduction-to-d3-command-api
 */
export const targetOf = rememberLast((url): Target => {
	const segments = new URL(url, 'https://d3.invalid').pathname
		.split('/')
		.filter((segment) => segment !== '')
		.map(decode);
	const afterApi = (name: string) =>
		segments.findIndex(
			(segment, index) =>
				segment.toLowerCase() === name && segments[index - 1]?.toLowerCase() === 'api',
		) + 1;
	const command = segments.at(-1) ?? '';
	const rest = segments.slice(afterApi('data'));
	const isIngestion = afterApi('data') > 0;
	// {Integration}/{Site}/CreateEvents
	const takesEvents = rest.length === 3 && command.toLowerCase() === 'createevents';
	return {
		command,
		isUtilityCommand: afterApi('command') === segments.length - 1 && segments.length > 1,
		isIngestion,
		...(isIngestion && takesEvents && { ingestionIntegration: rest[0]!, ingestionSite: rest[1]! }),
	};
});

function decode(segment: string): string {
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}
