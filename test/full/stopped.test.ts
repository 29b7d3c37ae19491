import {test} from 'vitest';
import {startEverything} from '../helpers/everything.ts';
import {childrenOf} from '../helpers/processes.ts';
import {freePort, installed, makeWorkplace, nodePath, programPath} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

test('a stopped server is a timeout and an outage, and up again when it goes on', async () => {
	const port = await freePort();
	const server = await startEverything('streamableHttp', port);
	const place = await makeWorkplace();
	await place.write(
		'.langsight.yaml',
		`monitoring: {interval_seconds: 1, timeout_seconds: 0.5}
servers:
  - {name: over-http, url: "http://127.0.0.1:${port}/mcp"}
  - {name: over-stdio, command: ["${installed('mcp-server-everything')}", stdio]}
`,
	);
	const screen = openTerminal({
		command: nodePath,
		args: [programPath],
		cwd: place.folder,
		env: {...(place.env as Record<string, string>), TERM: 'xterm-256color', TZ: 'UTC'},
	});
	await screen.waitFor(/2 up/, 20_000);
	const [child = 0] = childrenOf(screen.pid);
	server.kill('SIGSTOP');
	process.kill(child, 'SIGSTOP');
	await screen.waitFor(/over-http +✖ down.*timeout after 500ms no response/, 20_000);
	await screen.waitFor(/over-stdio down: timeout after 500ms no response to tools\/list/, 20_000);
	server.kill('SIGCONT');
	await screen.waitFor(/over-http up again after \d+s down/, 20_000);
	await screen.waitFor(/over-stdio up again after \d+s down/, 20_000);
	screen.press('\x03');
	await screen.exited;
	server.kill('SIGKILL');
	await place.remove();
});
