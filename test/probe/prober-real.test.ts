import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, expect, test, vi} from 'vitest';
import {closeRigs, createRig, fixture, survivors, temporaryFolder} from './stdio-fixture.ts';

afterEach(closeRigs);

const installed = (script: string): string =>
	fileURLToPath(new URL(`../../node_modules/@modelcontextprotocol/${script}/dist/index.js`, import.meta.url));

test('the real server-everything is good over stdio, and gone when the prober is closed', async () => {
	const rig = createRig(fixture([], {args: [installed('server-everything'), 'stdio']}));
	const first = await rig.check();
	expect(first).toMatchObject({
		ok: true,
		listing: {malformed: [], capabilities: {tools: {}}, instructions: expect.any(String)},
	});
	expect(first.ok && first.listing.tools.map(({name}) => name)).toContain('echo');
	expect(await rig.check()).toMatchObject({ok: true, connectMs: null});
	await rig.prober.close();
	await vi.waitFor(() => expect(survivors(rig)).toEqual([]), {timeout: 5000});
	expect(rig.interruptions).toEqual([]);
});

test('the real server-memory is good over stdio', async () => {
	const env = {MEMORY_FILE_PATH: join(temporaryFolder(), 'memory.json')};
	const rig = createRig(fixture([], {args: [installed('server-memory')], env}));
	const result = await rig.check();
	expect(result.ok && result.listing.tools).toHaveLength(9);
});
