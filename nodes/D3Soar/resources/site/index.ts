import type { Resource } from '../../../shared/command';
import { create } from './create';
import { update } from './update';

export const site: Resource = { name: 'Site', value: 'site', commands: [create, update] };
