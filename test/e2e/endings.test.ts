import {randomUUID} from 'node:crypto';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {processesWith} from '../helpers/processes.ts';
import {fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal, type TerminalSession} from '../helpers/terminal.ts';

describe('however it ends, nothing is left behind', () => {
	let place: Workplace;
	let mark: string;

	beforeEach(async () => {
		place = await makeWorkplace();
		mark = randomUUID();
		// One that ends when it is asked to, one that never does, and one behind a shell as npx leaves it.
		await place.write(
			'.langsight.yaml',
			`defaults: {env: {TEST_MARK: "${mark}"}}
servers:
  - {name: well, command: [node, "${fixture('stdio-server.mjs')}"]}
  - {name: stubborn, command: [node, "${fixture('stdio-server.mjs')}", ignore-term]}
  - {name: wrapped, command: [sh, "${fixture('wrapped.sh')}", ignore-term]}
`,
		);
	});

	afterEach(async () => {
		for (const pid of processesWith(mark)) process.kill(pid, 'SIGKILL');
		await place.remove();
	});

	async function watch(): Promise<TerminalSession> {
		const terminal = openTerminal({
			command: nodePath,
			args: [programPath],
			cwd: place.folder,
			env: {...(place.env as Record<string, string>), TERM: 'xterm-256color'},
		});
		await terminal.waitFor(/3 up/, 20_000);
		// The shell, its child, and the two others.
		expect(processesWith(mark)).toHaveLength(4);
		return terminal;
	}

	const expectRestored = ({screen}: TerminalSession) => {
		expect(screen.isModeSet('alternateScreen')).toBe(false);
		expect(screen.isModeSet('cursor')).toBe(true);
		expect(screen.isModeSet('autowrap')).toBe(true);
	};

	test.each<[how: string, end: (terminal: TerminalSession) => void, code: number]>([
		['q, and q again', terminal => terminal.press('qq'), 0],
		['Ctrl+C', terminal => terminal.press('\x03'), 130],
		['SIGINT', terminal => terminal.kill('SIGINT'), 130],
		['SIGTERM', terminal => terminal.kill('SIGTERM'), 0],
		['a closed terminal', terminal => terminal.kill('SIGHUP'), 0],
	])('%s ends the children and gives the terminal back', async (_how, end, code) => {
		const terminal = await watch();
		end(terminal);
		expect((await terminal.exited).exitCode).toBe(code);
		expect(processesWith(mark)).toEqual([]);
		expectRestored(terminal);
	});

	test('after kill -9 the next start ends what was left', async () => {
		const terminal = await watch();
		terminal.kill('SIGKILL');
		await terminal.exited;
		const left = processesWith(mark);
		expect(left.length).toBeGreaterThan(0);
		const {code} = await place.run('--once', '--server', 'well');
		expect(code).toBe(0);
		await vi.waitFor(() => expect(processesWith(mark)).toEqual([]));
	});

	test('a headless check leaves no child either', async () => {
		expect(await place.run('--once')).toMatchObject({code: 0});
		expect(processesWith(mark)).toEqual([]);
	});
});
