import {randomUUID} from 'node:crypto';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test, vi} from 'vitest';
import {processesWith} from '../helpers/processes.ts';
import {fixture, makeWorkplace, nodePath, programPath} from '../helpers/program.ts';
import {openTerminal} from '../helpers/terminal.ts';

const kills = 25;

test('a monitor that is killed again and again tears no file and leaves no process', async () => {
	const place = await makeWorkplace();
	const mark = randomUUID();
	await place.write(
		'.langsight.yaml',
		`monitoring: {interval_seconds: 1}
defaults: {env: {TEST_MARK: "${mark}"}}
servers:
  - {name: well, command: [node, "${fixture('stdio-server.mjs')}"]}
  - {name: leaving, command: [node, "${fixture('stdio-server.mjs')}", exit-after=1]}
  - {name: stubborn, command: [sh, "${fixture('wrapped.sh')}", ignore-term]}
`,
	);
	for (let kill = 0; kill < kills; kill++) {
		const terminal = openTerminal({
			command: nodePath,
			args: [programPath],
			cwd: place.folder,
			env: {...(place.env as Record<string, string>), TERM: 'xterm-256color'},
		});
		await terminal.waitFor(/stubborn +● up/, 20_000);
		await new Promise(resolve => setTimeout(resolve, Math.random() * 1500));
		terminal.kill('SIGKILL');
		await terminal.exited;
		const folder = join(place.folder, '.langsight', 'servers');
		for (const name of await readdir(folder, {recursive: true})) {
			expect(name).not.toContain('corrupt');
			// What was being written when the kill came is beside the file, under another name.
			if (!name.endsWith('.json')) continue;
			const text = await readFile(join(folder, name), 'utf8');
			expect(() => JSON.parse(text)).not.toThrow();
		}
	}
	expect((await place.run('--once', '--server', 'well')).code).toBe(0);
	await vi.waitFor(() => expect(processesWith(mark)).toEqual([]), {timeout: 10_000});
	await place.remove();
});
