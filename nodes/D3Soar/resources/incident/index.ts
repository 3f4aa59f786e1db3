import type { Resource } from '../../../shared/command';
import { addInvestigationDetails } from './addInvestigationDetails';
import { addInvestigationTable } from './addInvestigationTable';
import { addTags } from './addTags';
import { addTimelineEntry } from './addTimelineEntry';
import { changeOwner } from './changeOwner';
import { close } from './close';
import { create } from './create';
import { exportStix } from './exportStix';
import { get } from './get';
import { getAll } from './getAll';
import { getCommandCenterLogs } from './getCommandCenterLogs';
import { getInvestigationDetails } from './getInvestigationDetails';
import { getLinked } from './getLinked';
import { getRelatedByArtifact } from './getRelatedByArtifact';
import { getTimelineEntries } from './getTimelineEntries';
import { linkToCases } from './linkToCases';
import { linkToNewCase } from './linkToNewCase';
import { modifyForm } from './modifyForm';
import { moveToSite } from './moveToSite';
import { removeAttachments } from './removeAttachments';
import { removeLinks } from './removeLinks';
import { removeTags } from './removeTags';
import { search } from './search';
import { setField } from './setField';
import { setText } from './setText';
import { update } from './update';
import { updateDynamicFields } from './updateDynamicFields';
import { updateDynamicFieldsInBulk } from './updateDynamicFieldsInBulk';

export const incident: Resource = {
	name: 'Incident',
	value: 'incident',
	commands: [
		create,
		get,
		getAll,
		search,
		update,
		setField,
		setText,
		close,
		changeOwner,
		moveToSite,
		addTags,
		removeTags,
		addTimelineEntry,
		getTimelineEntries,
		getInvestigationDetails,
		addInvestigationDetails,
		addInvestigationTable,
		updateDynamicFields,
		updateDynamicFieldsInBulk,
		getLinked,
		removeLinks,
		getRelatedByArtifact,
		linkToCases,
		linkToNewCase,
		getCommandCenterLogs,
		removeAttachments,
		exportStix,
		modifyForm,
	],
};
