import type { Resource } from '../../command';
import { update } from './update';

export const site: Resource = { name: 'Site', value: 'site', commands: [update] };
