import {createRequire} from 'node:module';
import {type IPty, spawn} from '@lydell/node-pty';
import {vi} from 'vitest';

// The package's module form names no exports that Node can see.
const {Terminal} = createRequire(import.meta.url)('@xterm/headless') as typeof import('@xterm/headless');

/** What a person would see on a terminal. */
export interface ScreenModel {
	/** Takes what a program writes. Settles when it is on the screen. */
	write(data: string): Promise<void>;
	resize(columns: number, rows: number): void;
	/** The lines on screen, without blanks at their ends. */
	lines(): readonly string[];
	text(): string;
	/** False from `CSI ? mode l` until `CSI ? mode h`. */
	isModeSet(mode: 'cursor' | 'alternateScreen' | 'autowrap'): boolean;
	/** Characters with their columns, counted from 0; the second half of a wide one is left out. */
	cells(row: number): readonly {readonly column: number; readonly text: string}[];
	dispose(): void;
}

const modeNumbers = {cursor: 25, alternateScreen: 1049, autowrap: 7} as const;

/** Makes a terminal without a window. */
export function createScreenModel(columns: number, rows: number): ScreenModel {
	const terminal = new Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});
	const set = new Set<number>([modeNumbers.cursor, modeNumbers.autowrap]);
	const numbersOf = (params: readonly (number | number[])[]) => params.flat();
	terminal.parser.registerCsiHandler({prefix: '?', final: 'h'}, params => {
		for (const mode of numbersOf(params)) set.add(mode);
		return false;
	});
	terminal.parser.registerCsiHandler({prefix: '?', final: 'l'}, params => {
		for (const mode of numbersOf(params)) set.delete(mode);
		return false;
	});
	const lineAt = (row: number) => terminal.buffer.active.getLine(terminal.buffer.active.viewportY + row);
	const lines = () => Array.from({length: terminal.rows}, (_none, row) => lineAt(row)?.translateToString(true) ?? '');
	return {
		write: data => new Promise(done => terminal.write(data, done)),
		resize: (newColumns, newRows) => terminal.resize(newColumns, newRows),
		lines,
		text: () => lines().join('\n'),
		isModeSet: mode => set.has(modeNumbers[mode]),
		cells: row =>
			Array.from({length: terminal.cols}, (_none, column) => ({column, cell: lineAt(row)?.getCell(column)})).flatMap(
				({column, cell}) => (cell && cell.getWidth() > 0 ? [{column, text: cell.getChars() || ' '}] : []),
			),
		dispose: () => terminal.dispose(),
	};
}

/** A program in a real pseudo-terminal. */
export interface TerminalSession {
	readonly screen: ScreenModel;
	readonly pid: number;
	/** Everything the program has written. */
	output(): string;
	press(keys: string): void;
	resize(columns: number, rows: number): void;
	/** Waits until the screen's text is as wanted; fails with the screen in the message. */
	waitFor(wanted: string | RegExp | ((text: string) => boolean), timeoutMs?: number): Promise<void>;
	/** Waits until nothing has been written for so many milliseconds from now on. */
	settle(quietMs?: number): Promise<void>;
	readonly exited: Promise<{readonly exitCode: number; readonly signal: number | undefined}>;
	kill(signal?: NodeJS.Signals): void;
	/** Closes the terminal, as closing its window does. The program's exit is then not told here. */
	hangUp(): void;
}

/** What a program is started with. */
export interface TerminalOptions {
	readonly command: string;
	readonly args?: readonly string[];
	readonly columns?: number;
	readonly rows?: number;
	readonly cwd?: string;
	/** In place of the test's own environment. */
	readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program in a pseudo-terminal. */
export function openTerminal(options: TerminalOptions): TerminalSession {
	const {command, args = [], columns = 120, rows = 40, cwd = process.cwd(), env = usualEnvironment()} = options;
	const screen = createScreenModel(columns, rows);
	const child: IPty = spawn(command, [...args], {name: 'xterm-256color', cols: columns, rows, cwd, env: {...env}});
	let written = '';
	let lastWriteAt = performance.now();
	let drawn = Promise.resolve();
	child.onData(data => {
		written += data;
		lastWriteAt = performance.now();
		drawn = screen.write(data);
	});
	const exited = new Promise<{exitCode: number; signal: number | undefined}>(resolve => {
		child.onExit(({exitCode, signal}) => void drawn.then(() => resolve({exitCode, signal})));
	});
	return {
		screen,
		pid: child.pid,
		output: () => written,
		press: keys => child.write(keys),
		resize(newColumns, newRows) {
			screen.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		async waitFor(wanted, timeoutMs = 10_000) {
			const isThere = (text: string) =>
				typeof wanted === 'string'
					? text.includes(wanted)
					: typeof wanted === 'function'
						? wanted(text)
						: wanted.test(text);
			await vi.waitFor(
				() => {
					const text = screen.text();
					if (!isThere(text)) throw new Error(`not on the screen: ${String(wanted)}\n${text}`);
				},
				{timeout: timeoutMs, interval: 20},
			);
		},
		async settle(quietMs = 150) {
			const askedAt = performance.now();
			await vi.waitFor(
				() => {
					if (performance.now() - Math.max(lastWriteAt, askedAt) < quietMs)
						throw new Error('the program goes on writing');
				},
				{timeout: 10_000, interval: 20},
			);
			await drawn;
		},
		exited,
		hangUp() {
			if ('destroy' in child && typeof child.destroy === 'function') child.destroy();
		},
		kill(signal) {
			try {
				child.kill(signal);
			} catch {
				// It has ended by itself.
			}
		},
	};
}

function usualEnvironment(): Record<string, string> {
	const {PATH = '', HOME = ''} = process.env;
	return {PATH, HOME, TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC'};
}
