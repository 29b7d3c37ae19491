import {expect, test} from 'vitest';
import {childrenOf} from '../helpers/processes.ts';
import {makeWorkplace, nodePath, programPath} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

test('two minutes of the demo show each of its failures and its end', async () => {
	const place = await makeWorkplace();
	const terminal = openTerminal({
		command: nodePath,
		args: [programPath, '--demo'],
		columns: 160,
		rows: 50,
		cwd: place.folder,
		env: {...(place.env as Record<string, string>), TERM: 'xterm-256color', TZ: 'UTC'},
	});
	const minuteMs = 60_000;
	await terminal.waitFor('DEMO');
	await terminal.waitFor(/notion-mcp +○ unknown .*authentication required/, minuteMs);
	await terminal.waitFor(/redis-mcp +✖ down .*exited with code 1/, minuteMs);
	await terminal.waitFor(/redis-mcp up again after/, minuteMs);
	await terminal.waitFor(/github-mcp +◐ degraded .*delete_branch removed/, minuteMs);
	await terminal.waitFor(/elasticsearch-mcp +◐ degraded .*latency > 500ms threshold/, minuteMs);
	await terminal.waitFor(/elasticsearch-mcp fast again/, minuteMs);
	await terminal.waitFor(/jira-mcp +◌ stale .*No events in \d+s \(SSE\)/, minuteMs);
	await terminal.waitFor(/jira-mcp up again after/, minuteMs);
	const children = childrenOf(terminal.pid);
	expect(children.length).toBeGreaterThanOrEqual(4);
	terminal.press('qq');
	expect((await terminal.exited).exitCode).toBe(0);
	expect(children.filter(isAlive)).toEqual([]);
	await place.remove();
});

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
