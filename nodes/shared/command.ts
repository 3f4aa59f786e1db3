import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { D3SoarCredential } from '../../credentials/credential';
import type { Limits } from '../../credentials/limits';
import type { SentDates } from './response/dateCheck';
import type { Field } from './fields/field';

/**
 * What sending a command a second time does: nothing at all, nothing more than the first time, or the same
 * again (creations, notes that append, mails). The terms are those of RFC 9110, 9.2.
 */
export type Idempotency = 'readOnly' | 'idempotent' | 'notIdempotent';

/** In place of a command's name, where the user names the command. */
export const ANY_COMMAND = 'any command';

/** One D3 command as D3's page documents it: all that the node needs to know about it. */
export interface Command {
	/** D3's name for it: the last segment of the command's URL, unless `buildRequest` gives another. */
	readonly command: string;
	/** What sending it a second time does; retries depend on it. */
	readonly idempotency: Idempotency;
	/** The operation in the editor. `value` is saved in workflows. */
	readonly operation: Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> & {
		readonly value: string;
	};
	/** D3's parameters in the order of D3's page. */
	readonly fields: readonly Field[];
	/** Optional parameters that are the heart of the operation: the form shows them with the required ones. */
	readonly topLevel?: readonly string[];
	/**
	 * Optional parameters without which the command reaches further or acts elsewhere. Only an empty field leaves
	 * them out: an expression that finds nothing is refused.
	 */
	readonly narrowedBy?: readonly string[];
	/** Whether the command has its own parameter `Username`: without it D3 acts as its system user. */
	readonly sendsUsernameParameter?: boolean;
	/** Whether it asks a person, and the execution then waits for the answer. */
	readonly waitsForAnswer?: boolean;
	/** Why these values must not be sent, if so. D3 may read an empty list as "all", for example. */
	readonly validate?: (values: IDataObject) => Refusal | undefined;
	/** What a call is about, for messages, e.g. `task "Block sender" on 20220125-1`. */
	readonly subject?: (values: IDataObject) => string;
	/** For an unconfirmed call: what may have happened, and where to look in D3. */
	readonly unconfirmedTexts?: {
		readonly status: string;
		readonly whereToLook: string;
		/** What to do if it is there, unless nothing. */
		readonly ifThere?: string;
	};
	/**
	 * What to check if D3 rejects the key or does not know the URL, as sentences: for commands whose key is not
	 * made on their own page among the utility commands.
	 */
	readonly troubleshooting?: { readonly key: string; readonly url: string };
	/** Builds the parts of the request that the table of fields cannot express. */
	readonly buildRequest?: (values: IDataObject, site: string) => Partial<RequestParts>;
	/**
	 * For a command that takes many incidents in one request: the parameter in which the values of several items
	 * are concatenated. All other parameters of these items must be equal.
	 */
	readonly bulkParameter?: 'Incident Numbers' | 'Input';
	/**
	 * Why a response without a failure still does not say that D3 did what the call requested, if so. The item then
	 * ends unconfirmed.
	 */
	readonly doubt?: (response: IDataObject) => Refusal | undefined;
	/** The rows of a response, if they are in an unusual place; `undefined` to look in the usual ones. */
	readonly rows?: (response: IDataObject) => IDataObject[] | undefined;
	/** For a command that returns its rows in pages. */
	readonly pages?: Pagination;
	/** Fields of a row that *Simplify* keeps. */
	readonly simplifiedFields?: readonly string[];
}

/** A command that returns rows in pages. */
export type Listing = Pick<Command, 'command' | 'idempotency'> & Required<Pick<Command, 'pages'>>;

/** How a listing is read page by page. */
export interface Pagination {
	/** The rows in the response for a page; `undefined` if no list is where it is expected. */
	readonly rows: (response: IDataObject) => IDataObject[] | undefined;
	/** Fields that may hold a row's id; the first that has a value counts. Repeated pages are detected by ids. */
	readonly idFields: readonly string[];
}

/** Why values are not sent to D3, or its response is not taken for a success. */
export interface Refusal {
	readonly message: string;
	/** What to do, as complete sentences. */
	readonly advice: string;
}

/** The parts of a call that a command may build from its values. */
export interface RequestParts {
	readonly command: string;
	/** A path below the server's URL with encoded segments, or an absolute URL on the same server. */
	readonly url: string;
	readonly idempotency: Idempotency;
	readonly commandParams: IDataObject;
	/** What is sent instead of D3's envelope of user, site and parameters. */
	readonly body?: IDataObject;
}

/** A group of commands in the editor. */
export interface Resource {
	readonly name: string;
	/** Saved in workflows. */
	readonly value: string;
	readonly commands: readonly Command[];
}

/** One command for one item, ready to be sent. */
export interface Call extends RequestParts {
	/** What proves who calls, as it is for this item. */
	readonly credential: D3SoarCredential;
	/** How much D3 may be asked, how long to wait for the response, and how long to retry. */
	readonly limits: Limits;
	/** D3 user as whom the command runs. */
	readonly username: string;
	/** D3 site in which it runs. */
	readonly site: string;
	/** The call as a noun, for messages. */
	readonly subject: string;
	/** The user in its values, if any, and what D3 takes there: `Assignee takes the full name, not the user name.` */
	readonly user?: { readonly name: string; readonly takes: string };
	/** Numbers of the incidents that the call is about. */
	readonly incidentNumbers: readonly string[];
	/** The dates that were sent, to compare with the response: D3 may read them in another zone. */
	readonly dates: SentDates;
	/** Max rows to read of a listing. */
	readonly limit: number;
	/** Whether to keep only the simplified fields of rows. */
	readonly simplify: boolean;
}
