import {existsSync} from 'node:fs';
import {afterEach, expect, test, vi} from 'vitest';
import {readProcess} from '../../source/probe/process-table.ts';
import {describeStuck} from '../../source/probe/stdio-stuck.ts';
import {closeRigs, createRig, fixture, wrapperScript} from './stdio-fixture.ts';

afterEach(closeRigs);

const onLinux = test.skipIf(!existsSync('/proc/self/stat'));
const quick = {timeoutMs: 300};

onLinux.each<[story: string, faults: string[], hint: RegExp]>([
	['that spins is busy', ['spin'], /^its process is busy \(\d+\.\ds of CPU so far\)/],
	['that waits for something is waiting', ['hang-list'], /^its process waits \(\d+\.\ds of CPU so far\)/],
])('a server %s, says the hint of its timeout, and the message stays the same', async (_story, faults, hint) => {
	expect(await createRig(fixture(faults, quick)).check()).toMatchObject({
		failure: {message: 'timeout after 300ms no response to tools/list', hint: expect.stringMatching(hint)},
	});
});

onLinux('what spins behind a shell that waits is found', async () => {
	const rig = createRig(fixture([], {...quick, command: wrapperScript, args: ['spin']}));
	expect(await rig.check()).toMatchObject({failure: {hint: expect.stringMatching(/^its process is busy/)}});
});

onLinux('a stopped server is told as stopped, with how to let it go on', async () => {
	const rig = createRig(fixture([], quick));
	await rig.check();
	const [pid] = rig.groups;
	process.kill(pid!, 'SIGSTOP');
	await vi.waitFor(() => expect(readProcess(pid!)?.state).toBe('T'));
	const hint = `its process is stopped (SIGSTOP): kill -CONT ${pid} lets it go on`;
	expect(await rig.check()).toMatchObject({failure: {category: 'timeout', hint}});
	process.kill(pid!, 'SIGCONT');
});

test('of a process that is gone there is nothing to say', () => {
	expect(describeStuck(undefined, 100)).toBeNull();
	expect(describeStuck(2 ** 22 + 1, 100)).toBeNull();
});
