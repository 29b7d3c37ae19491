import {foreign, type Line, span} from '../draw/line.ts';
import {fitParts, joinParts, part} from '../draw/parts.ts';
import {type KeyBinding, keyBindings, nameOfKey} from '../keys.ts';
import {type Mode, modeOf, type Question, type ScreenState} from '../state/screen-state.ts';
import type {Look} from '../theme.ts';

/** The last line: a question, the answer to the last key, or the keys that matter here, as many as fit. */
export function drawFooter(state: ScreenState, columns: number, look: Look): Line {
	const mode = modeOf(state);
	const keys = keyParts(mode, look);
	const says = state.question ? part(0, span(wordsOf(state.question), 'warning')) : [];
	const answers = !state.question && state.message ? part(1, span(foreign(state.message), 'accent')) : [];
	return [span(' '), ...joinParts(fitParts([...says, ...answers, ...keys], columns - 2, 2), 2)];
}

function wordsOf(question: Question): string {
	switch (question.kind) {
		case 'quit':
			return 'quit? probing and alerting end with it: q again, or';
		case 'accept':
			return `accept the tools of ${foreign(question.server)} as they are now?`;
	}
}

/** How to get help and out is the last to go. */
function keyParts(mode: Mode, look: Look) {
	const bindings = keyBindings.filter(({modes, footer}) => footer !== null && modes.includes(mode));
	const words = [...new Set(bindings.map(({footer}) => footer ?? ''))];
	return words.flatMap((word, index) => {
		const keys = bindings.filter(({footer}) => footer === word).map(one => firstKey(one, look));
		const rank = word === 'help' || word === 'quit' ? 2 : 3 + index;
		return part(rank, span(keys.join(look.glyphs.keyJoint), 'accent'), span(` ${word}`, 'dim'));
	});
}

const firstKey = ({keys}: KeyBinding, look: Look): string => nameOfKey(keys[0] ?? '', look.glyphs.keys);
