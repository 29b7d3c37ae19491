import {type Key, useInput} from 'ink';
import {useCallback} from 'react';

/** Hands every key to `press`, by the names of the table of keys. */
export function useKeys(press: (key: string) => void): void {
	const handle = useCallback(
		(input: string, key: Key) => {
			for (const name of namesOf(input, key)) press(name);
		},
		[press],
	);
	useInput(handle);
}

const special = {
	upArrow: 'up',
	downArrow: 'down',
	leftArrow: 'left',
	rightArrow: 'right',
	pageUp: 'pageup',
	pageDown: 'pagedown',
	home: 'home',
	end: 'end',
	return: 'enter',
	escape: 'escape',
	backspace: 'backspace',
	delete: 'backspace',
} as const satisfies Partial<Record<keyof Key, string>>;

/** Keys that mean something else together with Ctrl or Alt. */
const modified: readonly string[] = ['left', 'right'];

/** What was pressed. Letters that arrive together, as over a slow line or from a paste, are keys of their own. */
export function namesOf(input: string, key: Key): readonly string[] {
	if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
	for (const [flag, name] of Object.entries(special)) {
		if (!key[flag as keyof typeof special]) continue;
		const prefix = key.ctrl ? 'ctrl+' : key.meta ? 'alt+' : '';
		return [modified.includes(name) ? `${prefix}${name}` : name];
	}
	if (key.ctrl) return [`ctrl+${input}`];
	if (key.meta) return input.length === 1 ? [`alt+${input}`] : [];
	return [...input].flatMap(letter => letterName(letter));
}

function letterName(letter: string): readonly string[] {
	const named = namedControls[letter];
	if (named !== undefined) return [named];
	const code = letter.charCodeAt(0);
	if (code >= 1 && code <= 26) return [`ctrl+${String.fromCharCode(code + 96)}`];
	return /\p{Cc}/u.test(letter) ? [] : [letter];
}

const namedControls: Readonly<Record<string, string>> = {
	'\r': 'enter',
	'\n': 'enter',
	'\t': 'tab',
	'\b': 'backspace',
	'\x7f': 'backspace',
};
