import type {Edit, EditStep} from './line-editor.ts';

/** The keys of a line that is typed, as in a shell. */
export const editKeys: Readonly<Record<string, EditStep>> = {
	left: 'left',
	right: 'right',
	home: 'home',
	end: 'end',
	backspace: 'backspace',
	delete: 'delete',
	'ctrl+a': 'home',
	'ctrl+e': 'end',
	'ctrl+b': 'left',
	'ctrl+f': 'right',
	'ctrl+d': 'delete',
	'ctrl+h': 'backspace',
	'ctrl+w': 'eraseWord',
	'ctrl+u': 'eraseToStart',
	'ctrl+k': 'eraseToEnd',
	'alt+b': 'wordLeft',
	'alt+f': 'wordRight',
	'alt+left': 'wordLeft',
	'alt+right': 'wordRight',
	'ctrl+left': 'wordLeft',
	'ctrl+right': 'wordRight',
};

/** What a key does to a line: letters are put in; null for a key with another meaning, such as Enter. */
export function editFor(key: string): Edit | null {
	const step = Object.hasOwn(editKeys, key) ? editKeys[key] : undefined;
	if (step !== undefined) return {type: 'step', step};
	return [...key].length === 1 ? {type: 'insert', text: key} : null;
}
