import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import {keyBindings} from '../../source/view/keys.ts';
import type {Mode} from '../../source/view/state/screen-state.ts';
import {openTerminal, type TerminalSession} from '../helpers/terminal.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
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
function expectWhole(session: TerminalSession, rows: number) {
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

const sizes = [
	[120, 40],
	[70, 20],
	[40, 10],
	[160, 50],
] as const;

describe.each<[where: string, env: Record<string, string>, sizes: readonly (readonly [number, number])[]]>([
	['on a terminal', {}, sizes],
	['where CI is set', {CI: 'true'}, sizes.slice(0, 2)],
])('%s', (_where, env, tried) => {
	test('every key can be pressed at every size, and q gives the terminal back', {timeout: 120_000}, async () => {
		const session = start(120, 40, env);
		await session.waitFor('redis-mcp');
		for (const [index, [columns, rows]] of tried.entries()) {
			session.resize(columns, rows);
			await session.settle();
			expectWhole(session, rows);
			for (const [mode, way] of index === 0 ? ways : ways.slice(0, 2)) {
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
		await session.waitFor('q quit');
		session.press('q');
		await session.waitFor('quit?');
		session.press('q');
		expect((await session.exited).exitCode).toBe(0);
		expect(session.screen.text()).toMatch(/^asked: \d+, bye/);
		expect(session.screen.isModeSet('alternateScreen')).toBe(false);
		expect(session.screen.isModeSet('cursor')).toBe(true);
		expect(session.screen.isModeSet('autowrap')).toBe(true);
	});
});

test.each(['SIGTERM', 'SIGHUP'] as const)('%s gives the terminal back', async signal => {
	const session = start(80, 24);
	await session.waitFor('redis-mcp');
	process.kill(session.pid, signal);
	await session.exited;
	await vi.waitFor(() => expect(session.screen.isModeSet('alternateScreen')).toBe(false));
	expect(session.screen.isModeSet('cursor')).toBe(true);
});

test('a terminal that is closed ends the program, without a crash', async () => {
	const session = start(80, 24, {CRASH_FILE: join(folder, 'crash')});
	await session.waitFor('redis-mcp');
	session.hangUp();
	await vi.waitFor(() => expect(() => process.kill(session.pid, 0)).toThrow('ESRCH'), {timeout: 5000});
	await expect(readFile(join(folder, 'crash'), 'utf8')).rejects.toThrow('ENOENT');
});

test('at rest nothing is written', async () => {
	const session = start(80, 24);
	await session.waitFor('redis-mcp');
	await session.settle(300);
	const written = session.output().length;
	session.press('Z');
	await session.settle(300);
	expect(session.output().length).toBe(written);
});
