import {plural} from '../../domain/format.ts';
import {foreign, type Line, span, widthOfLine} from '../draw/line.ts';
import {fitParts, joinParts, type Part, part} from '../draw/parts.ts';
import {drawEntry} from '../entry/visible-part.ts';
import {type KeyBinding, keyBindings, nameOfKey} from '../keys.ts';
import type {Entry, EntryKind} from '../state/entry-state.ts';
import {type Mode, modeOf, type Question, type ScreenState} from '../state/screen-state.ts';
import type {Look} from '../theme.ts';

/** The last line: what is typed, a question, the answer to the last key, or the keys that matter here, as many as fit. */
export function drawFooter(state: ScreenState, columns: number, look: Look): Line {
	const {question, message, entry} = state;
	const keys = keyParts(modeOf(state), look);
	if (!question && entry && entry.kind !== 'filter') return drawPrompt(entry, keys, columns, look);
	const says = question ? part(0, span(wordsOf(question), 'warning')) : [];
	const answers = !question && message ? part(1, span(foreign(message.text), message.isBad ? 'bad' : 'accent')) : [];
	return [span(' '), ...joinParts(fitParts([...says, ...answers, ...keys], columns - 2, 2), 2)];
}

function drawPrompt(entry: Entry, keys: readonly Part[], columns: number, look: Look): Line {
	const prompt: Line = [span(` ${prompts[entry.kind](entry)} `, 'accent')];
	const line = drawEntry(entry.line, Math.max(8, Math.floor((columns - widthOfLine(prompt)) / 2)), look);
	const options = entry.completion?.options.map(foreign).slice(0, 12).join('  ') ?? '';
	const behind =
		entry.mistake !== null
			? part(0, span(foreign(entry.mistake), 'bad'))
			: options !== ''
				? part(0, span(options, 'accent'))
				: entry.kind === 'silence' && entry.line.text === ''
					? part(0, span('for how long and why: 1h', 'dim'))
					: [];
	const room = columns - widthOfLine(prompt) - widthOfLine(line) - 3;
	return [...prompt, ...line, span('  '), ...joinParts(fitParts([...behind, ...keys], Math.max(0, room), 2), 2)];
}

const prompts: Readonly<Record<EntryKind, (entry: Entry) => string>> = {
	filter: () => '/',
	search: () => '/',
	command: () => ':',
	silence: ({servers}) => `silence ${wordServers(servers)} for`,
};

/** "redis-mcp", or how many there are. */
export const wordServers = (names: readonly string[]): string => {
	const [only] = names;
	return names.length === 1 && only !== undefined ? foreign(only) : plural(names.length, 'server');
};

function wordsOf(question: Question): string {
	switch (question.kind) {
		case 'quit':
			return 'quit? probing and alerting end with it: q again, or';
		case 'accept':
			return `accept the tools of ${foreign(question.server)} as they are now?`;
	}
}

/** How to get help and out is the last to go. */
function keyParts(mode: Mode, look: Look): readonly Part[] {
	const bindings = keyBindings.filter(({modes, footer}) => footer !== null && modes.includes(mode));
	const words = [...new Set(bindings.map(({footer}) => footer ?? ''))];
	return words.flatMap((word, index) => {
		const keys = bindings.filter(({footer}) => footer === word).map(one => firstKey(one, look));
		const rank = word === 'help' || word === 'quit' ? 2 : 3 + index;
		return part(rank, span(keys.join(look.glyphs.keyJoint), 'accent'), span(` ${word}`, 'dim'));
	});
}

const firstKey = ({keys}: KeyBinding, look: Look): string => nameOfKey(keys[0] ?? '', look.glyphs.keys);
