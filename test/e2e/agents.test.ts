import {spawn} from 'node:child_process';
import {afterEach, test, vi} from 'vitest';
import {childrenOf} from '../helpers/processes.ts';
import {fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';
import {openTerminal, type TerminalSession} from '../helpers/terminal.ts';

let place: Workplace;
let screen: TerminalSession | undefined;

afterEach(async () => {
	screen?.press('\x03');
	await screen?.exited;
	await place.remove();
});

test("an agent's own server is killed while ours runs on: that is an alert, and it names the agent", async () => {
	place = await makeWorkplace();
	const server = [fixture('stdio-server.mjs'), `mark=${place.folder}`];
	await place.write(
		'.langsight.yaml',
		`servers:\n  - {name: slack-mcp, command: [node, "${server.join('", "')}"], used_by: [support-agent]}\n`,
	);
	const agent = spawn('node', [fixture('fake-agent.mjs'), '--', 'node', ...server], {
		stdio: ['pipe', 'ignore', 'inherit'],
	});
	try {
		screen = openTerminal({
			command: nodePath,
			args: [programPath],
			cwd: place.folder,
			columns: 160,
			env: {...(place.env as Record<string, string>), TERM: 'xterm-256color', TZ: 'UTC'},
		});
		await screen.waitFor(/slack-mcp +● up/, 20_000);
		const theirs = await vi.waitFor(
			() => {
				const [first] = childrenOf(agent.pid ?? 0);
				if (first === undefined) throw new Error('the agent has not started its server yet');
				return first;
			},
			{timeout: 20_000},
		);
		screen.press(':tab agents\r');
		await screen.waitFor(new RegExp(`fake-agent +${agent.pid} +${theirs} `), 20_000);
		process.kill(theirs, 'SIGKILL');
		screen.press('\x1b\x1b');
		await screen.waitFor(
			new RegExp(`slack-mcp fake-agent \\(${agent.pid}\\) has lost its own copy, process ${theirs}`),
			40_000,
		);
		await screen.waitFor(/slack-mcp +◐ degraded/);
	} finally {
		agent.kill('SIGKILL');
	}
	// The agent is gone as well now, so nobody misses the process any more.
	await screen.waitFor(/slack-mcp +● up/, 20_000);
});
