import type {ChildProcess} from 'node:child_process';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {startEverything} from '../helpers/everything.ts';
import {childrenOf} from '../helpers/processes.ts';
import {freePort, installed, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal, type TerminalSession} from '../helpers/terminal.ts';

/** No check is due within the test: what is seen was noticed, not polled. */
const rarely = 'monitoring: {interval_seconds: 3600}\n';

describe('the screen tells what happens to real servers', () => {
	let place: Workplace;
	let terminal: TerminalSession | undefined;
	let server: ChildProcess | undefined;

	beforeEach(async () => {
		place = await makeWorkplace();
	});

	afterEach(async () => {
		terminal?.press('\x03');
		await terminal?.exited;
		server?.kill('SIGKILL');
		await place.remove();
	});

	async function watch(config: string): Promise<TerminalSession> {
		await place.write('.langsight.yaml', config);
		terminal = openTerminal({
			command: nodePath,
			args: [programPath],
			cwd: place.folder,
			env: {...(place.env as Record<string, string>), TERM: 'xterm-256color', TZ: 'UTC'},
		});
		return terminal;
	}

	test('a killed child is down with its cause at once, and up after two good checks of the next one', async () => {
		const screen = await watch(
			`${rarely}servers:\n  - {name: everything, command: ["${installed('mcp-server-everything')}", stdio]}\n`,
		);
		await screen.waitFor(/everything +● up/, 20_000);
		const [child] = childrenOf(screen.pid);
		expect(child).toBeDefined();
		process.kill(child ?? 0, 'SIGKILL');
		await screen.waitFor(/everything +✖ down.*killed by SIGKILL/);
		await screen.waitFor(/everything +● up/);
		await screen.waitFor(/restarted: killed by SIGKILL/);
		expect(childrenOf(screen.pid)).toHaveLength(1);
		expect(childrenOf(screen.pid)).not.toContain(child);
	});

	test.each([
		['streamable_http', 'streamableHttp', 'mcp'],
		['sse', 'sse', 'sse'],
	])(
		'a %s server that stops is down before its next check is due, and up when it is back',
		async (transport, mode, path) => {
			const port = await freePort();
			server = await startEverything(mode, port);
			const screen = await watch(
				`${rarely}servers:\n  - {name: everything, transport: ${transport}, url: "http://127.0.0.1:${port}/${path}"}\n`,
			);
			await screen.waitFor(/everything +● up/, 20_000);
			server.kill('SIGKILL');
			await screen.waitFor(/everything +✖ down.*Connection refused/, 20_000);
			server = await startEverything(mode, port);
			screen.press('r');
			await screen.waitFor(/everything +● up/, 20_000);
			await screen.waitFor(/up again after/);
		},
	);
});
