import type { Resource } from '../../../shared/command';
import { run } from './run';

export const command: Resource = { name: 'Command', value: 'command', commands: [run] };
