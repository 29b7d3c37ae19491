/** Something done with the mouse. */
export type MouseEvent =
	/** Steps of the wheel: up is less than 0. */
	| {readonly kind: 'wheel'; readonly by: number}
	/** The left button, pressed on a character; both count from 0. */
	| {readonly kind: 'press'; readonly column: number; readonly row: number};

/** What keys and mouse have sent, told apart. */
export interface ToldApart {
	/** All but the mouse's, in its order. */
	readonly keys: string;
	readonly events: readonly MouseEvent[];
}

/** Takes what the mouse sends out of a terminal's input. */
export interface MouseFilter {
	/** Takes the next piece of the input; what may be the start of a report waits for the next piece. */
	push(chunk: string): ToldApart;
	/** True while the start of a report waits that could as well be the Escape key. */
	readonly isInDoubt: boolean;
	/** Ends the doubt, when nothing more came: gives the key, if it may be one. */
	flush(): string;
}

/** Reports of presses and of the wheel (1000), with figures that have no upper end (SGR, 1006), as xterm has them. */
export const mouseOn = '\x1b[?1000h\x1b[?1006h';
export const mouseOff = '\x1b[?1006l\x1b[?1000l';

const report = /\x1b\[<(\d{1,5});(\d{1,5});(\d{1,5})([Mm])/g;

/** What a report may begin with, at the end of a piece. */
const begun = /\x1b(?:\[(?:<(?:\d{1,5}(?:;(?:\d{1,5}(?:;(?:\d{1,5})?)?)?)?)?)?)?$/;

/** So many events of one piece are told; a hand makes fewer. */
const mostEvents = 100;

/** Makes a filter. Whatever is no complete report is kept for the keys, and nothing is held that cannot become one. */
export function createMouseFilter(): MouseFilter {
	let pending = '';
	return {
		push(chunk) {
			const input = pending + chunk;
			pending = begun.exec(input)?.[0] ?? '';
			const whole = input.slice(0, input.length - pending.length);
			return {keys: whole.replace(report, ''), events: eventsIn(whole)};
		},
		get isInDoubt() {
			return mayBeKey(pending);
		},
		flush() {
			if (!mayBeKey(pending)) return '';
			const key = pending;
			pending = '';
			return key;
		},
	};
}

/** No key begins like a report from its third character on. */
const mayBeKey = (pending: string): boolean => pending !== '' && pending.length < 3;

function eventsIn(input: string): readonly MouseEvent[] {
	const events: MouseEvent[] = [];
	for (const [, button, column, row, final] of input.matchAll(report)) {
		const event = eventOf(Number(button), Number(column), Number(row), final === 'M');
		const last = events.at(-1);
		if (event?.kind === 'wheel' && last?.kind === 'wheel')
			events[events.length - 1] = {...last, by: last.by + event.by};
		else if (event) events.push(event);
		if (events.length === mostEvents) break;
	}
	return events.filter(event => event.kind !== 'wheel' || event.by !== 0);
}

const modifiers = 4 + 8 + 16;

/** Null for what has no meaning here: releases, motion, other buttons. */
function eventOf(code: number, column: number, row: number, isPress: boolean): MouseEvent | null {
	const button = code & ~modifiers;
	if (!isPress || column < 1 || row < 1) return null;
	if (button === 0) return {kind: 'press', column: column - 1, row: row - 1};
	if (button === 64) return {kind: 'wheel', by: -1};
	return button === 65 ? {kind: 'wheel', by: 1} : null;
}
