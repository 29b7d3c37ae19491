import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import {closeRigs, createRig, fixture, temporaryFolder} from './stdio-fixture.ts';

afterEach(closeRigs);

test('a stateless server is good in the very process that refused to initialize', async () => {
	const rig = createRig(fixture(['modern-only']));
	expect(await rig.check()).toMatchObject({
		ok: true,
		connectMs: expect.any(Number),
		listing: {
			protocolVersion: '2026-07-28',
			serverInfo: {name: 'stdio-fixture', version: '2.0.0'},
			instructions: 'Use echo.',
			tools: [{name: 'echo'}, {name: 'add'}],
		},
	});
	expect(await rig.check()).toMatchObject({ok: true, connectMs: null});
	expect(rig.groups).toHaveLength(1);
});

test('a server of both eras is initialised as ever', async () => {
	expect(await createRig(fixture(['dual'])).check()).toMatchObject({listing: {protocolVersion: '2025-06-18'}});
});

test('a process that exits with its refusal gets a successor within the same check, and then no more', async () => {
	const rig = createRig(fixture(['modern-only', 'exit-on-refusal']));
	expect(await rig.check()).toMatchObject({ok: true, listing: {protocolVersion: '2026-07-28'}});
	expect(await rig.check()).toMatchObject({ok: true, connectMs: null});
	expect(rig.groups).toHaveLength(2);
	expect(rig.interruptions).toEqual([]);
});

test('a stateless server that never says what it is is a timeout, and named as such', async () => {
	const rig = createRig(fixture(['modern-only', 'hang-discover'], {startupTimeoutMs: 600}));
	expect(await rig.check()).toMatchObject({
		ok: false,
		failure: {category: 'timeout', phase: 'initialize', message: 'timeout after 600ms no response to server/discover'},
	});
});

test('pages are walked and calls are made in the stateless era too', async () => {
	const expectation = {isError: false, contains: '"text":"hi"', matches: null};
	const checks = [{tool: 'tool-2', arguments: {text: 'hi'}, expect: expectation, timeoutMs: 5000, everyMs: null}];
	const rig = createRig(fixture(['modern-only', 'pages=3'], {checks}));
	expect(await rig.check()).toMatchObject({
		ok: true,
		listing: {tools: [{name: 'tool-1'}, {name: 'tool-2'}, {name: 'tool-3'}]},
		calls: [{tool: 'tool-2', failure: null}],
	});
});

test('a late answer does not confuse the stateless checks after it', async () => {
	const rig = createRig(fixture(['modern-only', 'slow-first=600', 'drift=1'], {timeoutMs: 300}));
	expect(await rig.check()).toMatchObject({ok: false, failure: {category: 'timeout', phase: 'list_tools'}});
	expect(await rig.check()).toMatchObject({ok: true, listing: {tools: [{name: 'echo'}, {name: 'subtract'}]}});
	expect(rig.groups).toHaveLength(1);
});

test('a server that was replaced by an older one is followed', async () => {
	const marker = join(temporaryFolder(), 'modern');
	writeFileSync(marker, '');
	const rig = createRig(fixture([`modern-while=${marker}`], {probe: 'on_demand'}));
	expect(await rig.check()).toMatchObject({ok: true, listing: {protocolVersion: '2026-07-28'}});
	rmSync(marker);
	expect(await rig.check()).toMatchObject({ok: true, listing: {protocolVersion: '2025-06-18'}});
	expect(await rig.check()).toMatchObject({ok: true, listing: {protocolVersion: '2025-06-18'}});
	expect(rig.groups).toHaveLength(4);
});
