import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {fixture, makeWorkplace} from '../helpers/program.ts';

test('drift outlives restarts and its own end, until somebody accepts what they looked at', async () => {
	const place = await makeWorkplace();
	const mark = join(place.folder, 'drifted');
	await place.write(
		'.langsight.yaml',
		`servers:\n  - {name: files, command: [node, "${fixture('stdio-server.mjs')}", "drift-while=${mark}"]}\n`,
	);
	const schemaNow = async () => {
		const {stdout} = await place.run('--once', '--json', '--fail-on', 'never');
		return JSON.parse(stdout).servers[0].schema as {state: string; hash: string};
	};
	const before = await schemaNow();
	expect(before.state).toBe('new');

	await place.write('drifted', '');
	const drifted = await schemaNow();
	expect(drifted.state).toBe('drifted');
	expect(drifted.hash).not.toBe(before.hash);
	expect((await place.run('--once', '--fail-on', 'drift')).code).toBe(1);
	expect(await place.run('diff', 'files')).toMatchObject({code: 1, stdout: expect.stringMatching(/^.*files/)});

	// It is as before again, and nobody has said that the change was fine.
	await rm(mark);
	expect((await schemaNow()).state).toBe('drifted');
	await place.write('drifted', '');
	expect((await schemaNow()).state).toBe('drifted');

	const refused = await place.run('accept', 'files', '--expect', before.hash);
	expect(refused).toMatchObject({code: 1, stdout: '', stderr: expect.stringContaining(drifted.hash.slice(0, 8))});
	expect((await schemaNow()).state).toBe('drifted');
	expect((await place.run('accept', 'files', '--expect', drifted.hash)).code).toBe(0);
	expect(await schemaNow()).toMatchObject({state: 'unchanged', hash: drifted.hash});

	expect((await place.run('accept', 'files', '--undo')).code).toBe(0);
	expect((await schemaNow()).state).toBe('drifted');
	await place.remove();
});
