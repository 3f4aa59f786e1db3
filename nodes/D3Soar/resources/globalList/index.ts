import type { Resource } from '../../../shared/command';
import { overwrite } from './overwrite';
import { query } from './query';
import { shareAcrossSites } from './shareAcrossSites';
import { sync } from './sync';
import { update } from './update';

export const globalList: Resource = {
	name: 'Global List',
	value: 'globalList',
	commands: [query, update, overwrite, shareAcrossSites, sync],
};
