import type {Fleet} from '../../domain/fleet.ts';
import {plainText} from '../../domain/plain-text.ts';
import {countStatuses} from '../../domain/select.ts';
import type {Look} from '../theme.ts';
import type {Environment} from './color-depth.ts';
import type {Output} from './screen-writer.ts';

/** The name of the terminal's window or tab. */
export interface Title {
	/** Shows a text, unless it is shown already. */
	show(text: string): void;
	/** Brings back the title of before. Calling it twice does no harm. */
	close(): void;
}

const longestName = 60;
const longestTitle = 120;

/** What is wrong, the gravest first, then whose fleet it is: `✖1 ◐2 langsight prod`. */
export function titleOf(fleet: Fleet, {glyphs}: Look): string {
	const counts = countStatuses(fleet.servers);
	const troubles = (['down', 'stale', 'degraded'] as const)
		.filter(status => counts[status] > 0)
		.map(status => `${glyphs.status[status]}${counts[status]}`);
	const pause = fleet.pause === null ? [] : ['paused'];
	return [...troubles, ...pause, 'langsight', plainText(fleet.name, longestName)].filter(word => word !== '').join(' ');
}

// XTWINOPS of xterm: 22 and 23 put the window's title on a stack and take it back; 2 is the title without the icon's.
const keep = '\x1b[22;2t';
const takeBack = '\x1b[23;2t';
const titled = (text: string): string => `\x1b]2;${text}\x07`;

/** Makes the title of a terminal. One that has no title is left alone. */
export function createTitle(output: Pick<Output, 'write'>, env: Environment): Title {
	const hasTitle = env.TERM !== undefined && !['', 'dumb', 'linux'].includes(env.TERM);
	let shown: string | null = null;
	let isClosed = !hasTitle;
	return {
		show(text) {
			const title = plainText(text, longestTitle);
			if (isClosed || title === shown) return;
			output.write(`${shown === null ? keep : ''}${titled(title)}`);
			shown = title;
		},
		close() {
			if (isClosed) return;
			isClosed = true;
			// Emptied first, for terminals that keep no stack: better none than an old alarm.
			if (shown !== null) output.write(`${titled('')}${takeBack}`);
		},
	};
}
