import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { Field } from './fields/field';

/**
 * What sending a command a second time does: nothing at all (`read`), nothing more than the first
 * time did (`repeatable`), or something twice (`once`: creations, notes that append, mails).
 */
export type Effect = 'read' | 'repeatable' | 'once';

/** One D3 command as D3's page documents it: everything the node needs to know about it. */
export interface Command {
	/** Last segment of the command's address. */
	readonly command: string;
	readonly effect: Effect;
	/** How the builder finds it. `value` is saved in workflows. */
	readonly operation: Required<Pick<INodePropertyOptions, 'name' | 'action' | 'description'>> & {
		readonly value: string;
	};
	/** D3's parameters in the order of D3's page. */
	readonly fields: readonly Field[];
	/** What a call is about, for sentences: `task "Block sender" on 20220125-1`. */
	readonly about: (commandParams: IDataObject) => string;
	/** The incident that a call changes: with Keep Order such calls go one after another. */
	readonly changes?: (commandParams: IDataObject) => string;
	/** What is to be said of it when nobody knows whether D3 acted, and where to look. */
	readonly unknown: { readonly doubt: string; readonly check: string };
}

/** What commands are grouped by in the editor. */
export interface Resource {
	readonly name: string;
	/** Saved in workflows. */
	readonly value: string;
	readonly commands: readonly Command[];
}

/** One command for one item, ready to be sent. */
export interface Call {
	readonly command: Command;
	readonly username: string;
	readonly site: string;
	readonly commandParams: IDataObject;
}
