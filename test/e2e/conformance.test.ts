import {spawn} from 'node:child_process';
import {afterEach, describe, expect, test} from 'vitest';
import {finish, fixture, makeWorkplace, nodePath, programPath, type Workplace} from '../helpers/program.ts';

/** The suite's program; it needs Node 22, so it is there only where newer versions are tried. */
const suite = process.env.LANGSIGHT_CONFORMANCE;

let place: Workplace;
afterEach(() => place.remove());

describe.skipIf(!suite)('the MCP conformance suite is content with', () => {
	test.each([
		['initialize', ''],
		['tools_call', '1'],
	])('%s', async (scenario, calls) => {
		place = await makeWorkplace();
		const command = `${nodePath} ${fixture('conformance-client.mjs')} ${programPath}`;
		const child = spawn(nodePath, [suite ?? '', 'client', '--command', command, '--scenario', scenario], {
			cwd: place.folder,
			env: {...place.env, CONFORMANCE_CALLS: calls},
		});
		const {code, stdout, stderr} = await finish(child);
		expect(code, stdout + stderr).toBe(0);
		expect(stdout + stderr).toMatch(/Passed: (\d+)\/\1, 0 failed/);
	});
});
