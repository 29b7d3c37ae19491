import {mkdtemp, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, expect} from 'vitest';
import {keyBindings} from '../../source/view/keys.ts';
import type {Mode} from '../../source/view/state/screen-state.ts';
import {openTerminal, type TerminalSession} from '../helpers/terminal.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The screen over a sample fleet as a program, built for the tests of the file that calls this. */
export function makeHarness() {
	let folder = '';
	const sessions: TerminalSession[] = [];

	beforeAll(async () => {
		// Beside the sources, so that what is not bundled is found.
		folder = await mkdtemp(join(root, 'node_modules', '.view-harness-'));
		await build({
			entryPoints: [join(root, 'test/view/harness.ts')],
			outdir: folder,
			outExtension: {'.js': '.mjs'},
			bundle: true,
			splitting: true,
			platform: 'node',
			target: 'node20',
			format: 'esm',
			jsx: 'automatic',
			define: {'process.env.NODE_ENV': '"production"'},
			external: ['react-devtools-core', 'vitest', '@xterm/headless', '@lydell/node-pty'],
			banner: {
				js: "import {createRequire as makeRequire} from 'node:module'; const require = makeRequire(import.meta.url);",
			},
		});
	}, 60_000);

	afterEach(() => {
		for (const session of sessions.splice(0)) session.kill('SIGKILL');
	});
	afterAll(() => rm(folder, {recursive: true, force: true}));

	/** Opens it in a terminal of its own. */
	function start(columns: number, rows: number, env: Record<string, string> = {}): TerminalSession {
		const {PATH = ''} = process.env;
		const session = openTerminal({
			command: process.execPath,
			args: [join(folder, 'harness.mjs')],
			columns,
			rows,
			env: {PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC', ...env},
		});
		sessions.push(session);
		return session;
	}
	return {
		start,
		/** A place for what the program writes. */
		fileOf: (name: string) => join(folder, name),
	};
}

const bytes: Readonly<Record<string, string>> = {
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	enter: '\r',
	escape: '\x1b',
	tab: '\t',
	'shift+tab': '\x1b[Z',
	pageup: '\x1b[5~',
	pagedown: '\x1b[6~',
	home: '\x1b[H',
	end: '\x1b[F',
	backspace: '\x7f',
	'ctrl+l': '\x0c',
	'ctrl+b': '\x02',
	'ctrl+f': '\x06',
	'ctrl+n': '\x0e',
	'ctrl+p': '\x10',
};

/** Every line is one that the screen draws whole: the header first, the keys last, no stray pieces between. */
export function expectWhole(session: TerminalSession, rows: number) {
	const lines = session.screen.lines();
	expect(lines).toHaveLength(rows);
	expect(lines[0]).toMatch(/✖ 1 down/);
	expect(lines.filter(line => /✖ 1 down {2}◌/.test(line))).toHaveLength(1);
	expect(session.screen.isModeSet('alternateScreen')).toBe(true);
	expect(session.screen.isModeSet('cursor')).toBe(false);
}

/** How to come from the table to where a mode's keys are for. */
const ways: readonly (readonly [mode: Mode, keys: readonly string[]])[] = [
	['fleet', []],
	['server', ['\r']],
	['tools', ['\r', '\t']],
	['heatmap', ['m']],
	['reading', ['?']],
	['typing', ['/']],
];

/** Presses every key, from each of these modes, then comes back to the fleet; the screen stays whole. */
export async function pressEveryKey(session: TerminalSession, modes: readonly Mode[], rows: number): Promise<void> {
	for (const [mode, way] of ways.filter(([one]) => modes.includes(one))) {
		for (const key of way) {
			session.press(key);
			await session.settle(60);
		}
		const keys = keyBindings.filter(one => one.modes.includes(mode)).flatMap(one => one.keys);
		for (const key of keys.filter(one => !['q', 'ctrl+c', 'escape'].includes(one))) {
			session.press(bytes[key] ?? key);
			await session.settle(20);
			// Keys that follow are meant for what is open now, and not for a line that is typed.
			if (![':', '/', 's'].includes(key) || mode === 'typing') continue;
			session.press('\x1b');
			await session.settle(20);
		}
		expectWhole(session, rows);
		// Out of the help, the tool, the tab and the filter, whatever is open now.
		for (let count = 0; count < 8; count++) {
			session.press('\x1b');
			await session.settle(30);
		}
	}
}

/** All modes that keys have. */
export const allModes = ways.map(([mode]) => mode);

/** Presses q twice; the terminal is as it was. */
export async function expectToQuit(session: TerminalSession): Promise<void> {
	await session.waitFor('q quit');
	session.press('q');
	await session.waitFor('quit?');
	session.press('q');
	expect((await session.exited).exitCode).toBe(0);
	expect(session.screen.text()).toMatch(/^asked: \d+, bye/);
	expect(session.screen.isModeSet('alternateScreen')).toBe(false);
	expect(session.screen.isModeSet('cursor')).toBe(true);
	expect(session.screen.isModeSet('autowrap')).toBe(true);
}
