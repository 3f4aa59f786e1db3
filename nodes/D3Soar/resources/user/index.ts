import type { Resource } from '../../../shared/command';
import { create } from './create';
import { deactivate } from './deactivate';
import { getByEmail } from './getByEmail';
import { getByName } from './getByName';
import { getManyByRole } from './getManyByRole';
import { getManyBySite } from './getManyBySite';
import { getOnline } from './getOnline';

export const user: Resource = {
	name: 'User',
	value: 'user',
	commands: [getByName, getByEmail, getManyBySite, getManyByRole, getOnline, create, deactivate],
};
