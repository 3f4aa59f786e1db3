import type { Resource } from '../../../shared/command';
import { addNote } from './addNote';
import { getTypes } from './getTypes';
import { saveAndLink } from './saveAndLink';
import { setRiskLevel } from './setRiskLevel';
import { setState } from './setState';

export const artifact: Resource = {
	name: 'Artifact',
	value: 'artifact',
	commands: [saveAndLink, setRiskLevel, setState, addNote, getTypes],
};
