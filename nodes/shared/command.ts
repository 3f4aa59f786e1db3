import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { SentDates } from './response/dateCheck';
import type { Field } from './fields/field';

/**
 * What sending a command a second time does: nothing at all (`read`), nothing more than the first
 * time did (`repeatable`), or something twice (`once`: creations, notes that append, mails).
 */
export type Idempotency = 'readOnly' | 'idempotent' | 'notIdempotent';

/** One D3 command as D3's page documents it: everything the node needs to know about it. */
export interface Command {
	/** D3's name for it: the last segment of the command's address. */
	readonly command: string;
	/** What sending it a second time does; the node tries again accordingly. */
	readonly idempotency: Idempotency;
	/** How the builder finds it. `value` is saved in workflows. */
	readonly operation: Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> & {
		readonly value: string;
	};
	/** D3's parameters in the order of D3's page. */
	readonly fields: readonly Field[];
	/** Whether D3 has a parameter `Username` of its own here: left out, D3 acts as its system user. */
	readonly sendsUsernameParameter?: boolean;
	/** Why D3 must not be sent these values: a sentence, or nothing. D3 would take an empty list for all. */
	readonly validate?: (values: IDataObject) => string | undefined;
	/** What a call is about, for sentences, e.g. `task "Block sender" on 20220125-1`. */
	readonly subject?: (values: IDataObject) => string;
	/** What is to be said of it when nobody knows whether D3 acted, and where to look. */
	readonly ifUnconfirmed?: { readonly status: string; readonly whereToLook: string };
	/**
	 * What to check when D3 takes the key, or the address, for wrong: sentences, where it is not the
	 * command's own page among the utility commands.
	 */
	readonly troubleshooting?: { readonly key: string; readonly url: string };
	/** Makes the call of a command that is more than its table. */
	readonly buildRequest?: (values: IDataObject, site: string) => Partial<RequestParts>;
	/**
	 * D3 does this to many incidents in one request: the parameter in which those of several items can
	 * follow each other. The items have to agree in all the others; what stands in it may differ.
	 */
	readonly bulkParameter?: 'Incident Numbers' | 'Input';
	/** The rows that an answer holds, where they do not lie in the usual places; `undefined` to look in those. */
	readonly rows?: (answer: IDataObject) => IDataObject[] | undefined;
	/** D3 gives the rows in pages. */
	readonly pages?: Pagination;
	/** What is left of a row under *Simplify*. */
	readonly simplifiedFields?: readonly string[];
}

/** How a listing that comes in pages is read. */
export interface Pagination {
	/** The rows in the answer for a page; `undefined` if it has no list where one is known to be. */
	readonly rows: (answer: IDataObject) => IDataObject[] | undefined;
	/** Fields of a row of which the first that is there names it: a page that comes again is told by them. */
	readonly idFields: readonly string[];
}

/** The parts of a call that a command may decide by its values. */
export interface RequestParts {
	readonly command: string;
	/** Below the server's address with encoded segments, or a whole address on the same server. */
	readonly url: string;
	readonly idempotency: Idempotency;
	readonly commandParams: IDataObject;
	/** What is sent instead of D3's envelope of user, site and parameters. */
	readonly body?: IDataObject;
}

/** What commands are grouped by in the editor. */
export interface Resource {
	readonly name: string;
	/** Saved in workflows. */
	readonly value: string;
	readonly commands: readonly Command[];
}

/** One command for one item, ready to be sent. */
export interface Call extends RequestParts {
	/** D3 user in whose name the command runs. */
	readonly username: string;
	/** D3 site in which it runs. */
	readonly site: string;
	/** The call as a noun. */
	readonly subject: string;
	/** Numbers of the incidents that it is about. */
	readonly incidentNumbers: readonly string[];
	/** What the answer is compared with: D3 may read them in another zone. */
	readonly dates: SentDates;
	/** The most rows that are wanted of a listing. */
	readonly limit: number;
	/** Whether rows are shortened to what most builders need. */
	readonly simplify: boolean;
}
