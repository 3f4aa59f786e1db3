import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import type { Refusal } from '../../shared/command';

/** The parameter in a link that says to which question it belongs. */
const QUESTION = 'question';

/**
 * A name for one question that nobody can guess. n8n signs execution, node and parameters: those are the same in
 * each round of a loop and for each call of an agent, so that without it yesterday's yes would answer today.
 */
export function newQuestion(): string {
	return randomBytes(32).toString('base64url');
}

/** What makes links in n8n: from 1.106 on, and up to 2.11 it checks them only where it was told to. */
type LinkMaker = Partial<Pick<IExecuteFunctions, 'getSignedResumeUrl'>> & {
	setSignatureValidationRequired?: () => void;
};

/** The address of the page for a question, signed by n8n; or why this n8n cannot make one. */
export function linkFor(context: IExecuteFunctions, question: string): string | Refusal {
	const n8n: LinkMaker = context;
	if (n8n.getSignedResumeUrl === undefined) {
		return {
			message: 'This version of n8n cannot create approval links',
			advice: 'Update n8n to 1.106 or newer.',
		};
	}
	n8n.setSignatureValidationRequired?.();
	try {
		return n8n.getSignedResumeUrl({ [QUESTION]: question });
	} catch (error) {
		return {
			message: `n8n created no approval link: ${(error as Error).message}`,
			advice: 'Run it in a workflow whose executions n8n stores.',
		};
	}
}

/** Whether the parameters of a link name this question. */
export function isLinkTo(question: string, query: unknown): boolean {
	const given = (query as { [QUESTION]?: unknown } | undefined)?.[QUESTION];
	if (typeof given !== 'string') return false;
	const [a, b] = [given, question].map((text) => Buffer.from(text));
	return a!.length === b!.length && timingSafeEqual(a!, b!);
}
