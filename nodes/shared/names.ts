import type { INodeProperties } from 'n8n-workflow';

/** `Task Name` -> `taskName`, `Event IDs` -> `eventIds`: how a D3 parameter is called in a saved workflow. */
export function camelCase(parameter: string): string {
	const words = parameter.replace(/['’()]/g, '').match(/[A-Za-z\d]+/g) ?? [];
	return words
		.map((word) => (/^[A-Z\d]{2,}s?$/.test(word) ? word.toLowerCase() : word))
		.map((word, index) => {
			const initial = word.charAt(0);
			return (index === 0 ? initial.toLowerCase() : initial.toUpperCase()) + word.slice(1);
		})
		.join('');
}

/** `DueDate` -> `Due Date`, `groupIds` -> `Group IDs`: how a D3 parameter is called in the editor. */
export function titleOf(parameter: string): string {
	return parameter
		.replace(/([a-z])(?=[A-Z])/g, '$1 ')
		.replace(/\bId(s?)\b/g, 'ID$1')
		.replace(/^[a-z]/, (initial) => initial.toUpperCase());
}

/** What a D3 parameter is called in the editor and in a saved workflow. */
export function propertyNames(parameter: string): Pick<INodeProperties, 'displayName' | 'name'> {
	return { displayName: titleOf(parameter), name: camelCase(parameter) };
}
