import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, expect, test} from 'vitest';
import type {FailedCheck, GoodCheck, ProbeResult} from '../../source/domain/probe-result.ts';
import type {StdioServer} from '../../source/domain/server.ts';
import {closeRigs, createRig, fixture, serverScript, temporaryFolder} from './stdio-fixture.ts';

afterEach(closeRigs);

/** What one check of a fresh prober finds. */
const checkOnce = (server: StdioServer): Promise<ProbeResult> => createRig(server).check();

async function findFailure(server: StdioServer): Promise<FailedCheck['failure']> {
	const result = await checkOnce(server);
	if (result.ok) throw new Error('the check was good');
	return result.failure;
}

async function findGood(server: StdioServer): Promise<GoodCheck> {
	const result = await checkOnce(server);
	if (!result.ok) throw new Error(result.failure.message);
	return result;
}

test('a well server is good: its tools with unknown fields, what it says of itself, and the time it took', async () => {
	const rig = createRig(fixture([]));
	expect(await rig.check()).toMatchObject({
		ok: true,
		reinitialised: false,
		notes: [],
		connectMs: expect.any(Number),
		latencyMs: expect.any(Number),
		listing: {
			tools: [{name: 'echo', 'x-vendor': {kept: true}}, {name: 'add'}],
			malformed: [],
			protocolVersion: '2025-06-18',
			serverInfo: {name: 'stdio-fixture', version: '1.2.3'},
			capabilities: {tools: {listChanged: true}},
			instructions: 'Use echo.',
		},
	});
	expect(rig.prober.isOpen).toBe(true);
	expect(await rig.check()).toMatchObject({ok: true, connectMs: null});
	expect(rig.groups).toHaveLength(1);
});

test.each<[story: string, faults: string[], expected: object, overrides?: Partial<StdioServer>]>([
	[
		'a server that exits at start is named with its code and the line of stderr that says why',
		['exit-at-start'],
		{category: 'process_exited', phase: 'initialize', message: 'exited with code 1: Error: DATABASE_URL is not set'},
	],
	[
		'an exception at start is told without its stack',
		['throw-at-start'],
		{category: 'process_exited', message: 'exited with code 1: TypeError: cannot read the schema'},
	],
	['a silent exit has its code', ['exit-quietly=7'], {category: 'process_exited', message: 'exited with code 7'}],
	[
		'a server that exits instead of answering the list is an exit, not a timeout',
		['crash-on-list'],
		{category: 'process_exited', phase: 'list_tools', message: 'exited with code 3'},
	],
	[
		'a server that never answers initialize is a timeout of initialize',
		['hang-initialize'],
		{category: 'timeout', phase: 'initialize', message: 'timeout after 400ms no response to initialize'},
		{startupTimeoutMs: 400},
	],
	[
		'a server that hangs on the list is a timeout of tools/list',
		['hang-list'],
		{
			category: 'timeout',
			phase: 'list_tools',
			message: 'timeout after 200ms no response to tools/list',
			transient: true,
		},
		{timeoutMs: 200},
	],
	[
		'a server that spins is a timeout too',
		['spin'],
		{category: 'timeout', message: 'timeout after 200ms no response to tools/list'},
		{timeoutMs: 200},
	],
	[
		'an answer to another request is no answer',
		['wrong-id'],
		{category: 'timeout', message: 'timeout after 200ms no response to tools/list'},
		{timeoutMs: 200},
	],
	[
		'a server without tools that does not answer a ping is a timeout of the ping',
		['no-tools-capability', 'hang-ping'],
		{category: 'timeout', message: 'timeout after 200ms no response to ping'},
		{timeoutMs: 200},
	],
	[
		'a banner without a line break that swallows the answer is a timeout whose hint names stdout',
		['banner-no-newline'],
		{category: 'timeout', phase: 'initialize', hint: expect.stringContaining('stdout')},
		{startupTimeoutMs: 1500},
	],
	[
		'an answer over 10 MiB is too large',
		['huge-answer'],
		{category: 'too_large', phase: 'list_tools', message: 'an answer is over 10 MiB'},
	],
	[
		'a server that closes its stdout and lives on is found without waiting for the deadline',
		['close-stdout'],
		{category: 'connection_reset', message: 'closed its stdout but still runs'},
		{timeoutMs: 20_000},
	],
	[
		'a version that nobody speaks is named',
		['bad-version'],
		{category: 'unsupported_version', phase: 'initialize', message: 'answers with protocol version 2099-01-01'},
	],
	[
		'a server with which no version is in common names those that it supports',
		['modern-only', 'supported=2031-01-01,2032-02-02'],
		{
			category: 'unsupported_version',
			phase: 'initialize',
			message: 'supports only protocol version 2031-01-01, 2032-02-02',
			hint: expect.stringContaining('2026-07-28'),
		},
	],
	[
		'an answer to initialize of the wrong shape names the field',
		['bad-initialize'],
		{category: 'invalid_schema', phase: 'initialize', message: 'the answer to initialize has a wrong serverInfo'},
	],
	[
		'a JSON-RPC error keeps its code, and its text is cleaned',
		['rpc-error=-32603'],
		{category: 'rpc_error', transient: true, message: 'JSON-RPC error -32603: backend gone'},
	],
	[
		'a tools/list that is not known, though tools were declared, is an error',
		['rpc-error=-32601'],
		{category: 'rpc_error', transient: false, message: 'JSON-RPC error -32601: backend gone'},
	],
	[
		'a result without a list of tools has the wrong shape',
		['no-list'],
		{category: 'invalid_schema', message: 'the answer to tools/list has no list of tools'},
	],
	[
		'a cursor that comes again is a mistake of the protocol, not an endless loop',
		['endless-cursor'],
		{category: 'protocol', message: 'tools/list repeats a cursor: it would never end'},
	],
	[
		'a list of more than 100 pages is given up',
		['new-cursors'],
		{category: 'protocol', message: 'tools/list has more than 100 pages'},
	],
])('%s', async (_story, faults, expected, overrides) => {
	expect(await findFailure(fixture(faults, overrides))).toMatchObject(expected);
});

test.each<[story: string, faults: string[], expected: object]>([
	[
		'lines on stdout that are not JSON-RPC are a note',
		['garbage-stdout'],
		{notes: ['3 lines on stdout are not JSON-RPC']},
	],
	['a server without tools is good with none', ['no-tools-capability'], {listing: {tools: []}}],
	[
		'all pages are walked',
		['pages=3'],
		{listing: {tools: [{name: 'tool-1'}, {name: 'tool-2'}, {name: 'tool-3'}], malformed: []}},
	],
	[
		'entries that are no tools are described and take nothing down',
		['malformed-tools'],
		{
			listing: {
				tools: [{name: 'echo'}, {name: 'add'}],
				malformed: [
					'entry 2 has no name',
					'entry 3 is not an object',
					'entry 4 is not an object',
					'entry 6 has no name',
				],
			},
			notes: ['4 malformed tools: entry 2 has no name, entry 3 is not an object, entry 4 is not an object'],
		},
	],
	[
		'a tool nested thousands of levels deep is set aside',
		['deep-tool'],
		{listing: {tools: [{name: 'echo'}], malformed: ['deep is nested too deeply']}},
	],
	[
		'an answer to nothing, nested beyond all reason, does no harm',
		['deep-stray'],
		{listing: {tools: [{name: 'echo'}, {name: 'add'}]}},
	],
	['a flood of stderr does not block the server', ['stderr-flood'], {notes: []}],
])('%s', async (_story, faults, expected) => {
	expect(await findGood(fixture(faults))).toMatchObject(expected);
});

test('an answer of 5 MB is read whole', async () => {
	const {listing} = await findGood(fixture(['big-answer']));
	expect(listing.tools[0]?.description).toHaveLength(5_000_000);
});

test('the latency is that of the list, not of the start', async () => {
	const {latencyMs, connectMs} = await findGood(fixture(['slow-start=600', 'slow=50']));
	expect(connectMs).toBeGreaterThanOrEqual(590);
	expect(latencyMs).toBeGreaterThanOrEqual(45);
	expect(latencyMs).toBeLessThan(connectMs ?? 0);
});

test('stderr is kept, its newest 200 lines, without control sequences', async () => {
	const flooded = createRig(fixture(['stderr-flood']));
	await flooded.check();
	expect(flooded.prober.log()).toHaveLength(200);
	expect(flooded.prober.log().at(-1)).toMatch(/^line 19999 x+$/);

	const painted = createRig(fixture(['escape-sequences']));
	await painted.check();
	expect(painted.prober.log()).toEqual(['cleared done']);
});

test('a secret that a server prints is in neither its log nor its failure', async () => {
	const rig = createRig(fixture(['exit-at-start'], {env: {TOKEN: 'DATABASE_URL'}}));
	expect(await rig.check()).toMatchObject({failure: {message: 'exited with code 1: Error: *** is not set'}});
	expect(rig.prober.log().join()).not.toContain('DATABASE_URL');
	const answered = createRig(fixture(['rpc-error'], {env: {TOKEN: 'backend'}}));
	expect(await answered.check()).toMatchObject({failure: {message: 'JSON-RPC error -32603: *** gone'}});
});

test('notes are told once', async () => {
	const rig = createRig(fixture(['garbage-stdout']));
	expect((await rig.check()).notes).toHaveLength(1);
	expect((await rig.check()).notes).toEqual([]);
});

test('a command that does not exist is named', async () => {
	expect(await findFailure(fixture([], {command: 'langsight-no-such-command'}))).toMatchObject({
		category: 'command_not_found',
		phase: 'connect',
		transient: false,
		message: 'command not found: langsight-no-such-command',
	});
});

test('a working folder that does not exist is named, and not the command', async () => {
	const cwd = join(temporaryFolder(), 'gone');
	expect(await findFailure(fixture([], {cwd}))).toMatchObject({
		category: 'bad_config',
		phase: 'connect',
		message: `working folder does not exist: ${cwd}`,
	});
});

test('a file that may not be run, and one whose interpreter is missing, are told apart from a missing command', async () => {
	const folder = temporaryFolder();
	const plain = join(folder, 'plain');
	const script = join(folder, 'script');
	writeFileSync(plain, 'text', {mode: 0o600});
	writeFileSync(script, '#!/no/such/interpreter\n', {mode: 0o700});
	expect(await findFailure(fixture([], {command: plain, args: []}))).toMatchObject({
		category: 'command_not_found',
		message: `command may not be run: ${plain}`,
	});
	expect(await findFailure(fixture([], {command: script, args: []}))).toMatchObject({
		category: 'command_not_found',
		message: `interpreter not found: ${script}`,
	});
});

test('an argument that no process can be given is a mistake of the configuration', async () => {
	expect(await findFailure(fixture(['a\0b']))).toMatchObject({category: 'bad_config', phase: 'connect'});
});

test('a server that is misconfigured is not even started', async () => {
	const rig = createRig(fixture([], {misconfigured: 'TOKEN is not set'}));
	expect(await rig.check()).toMatchObject({ok: false, failure: {category: 'bad_config', message: 'TOKEN is not set'}});
	expect(rig.groups).toEqual([]);
});

test('the server gets its folder, its own variables and the safe part of ours, and arguments untouched by a shell', async () => {
	process.env.LANGSIGHT_TEST_SECRET = 'hidden';
	const cwd = join(temporaryFolder(), 'a folder');
	mkdirSync(cwd);
	const rig = createRig(
		fixture(['print-environment', '$HOME', 'two words'], {cwd, env: {TOKEN: 'given', HOME: '/elsewhere'}}),
	);
	await rig.check();
	delete process.env.LANGSIGHT_TEST_SECRET;
	const environment = JSON.parse(rig.prober.log().at(-1) ?? '{}');
	expect(environment).toMatchObject({cwd, TOKEN: 'given', HOME: '/elsewhere', PATH: process.env.PATH});
	expect(environment).not.toHaveProperty('LANGSIGHT_TEST_SECRET');
});

test('a relative script is found from the working folder', async () => {
	const folder = join(serverScript, '..');
	expect((await findGood(fixture([], {cwd: folder, args: ['stdio-server.mjs']}))).listing.tools).toHaveLength(2);
});
