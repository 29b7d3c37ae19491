import {expect, test} from 'vitest';
import {
	classifyExit,
	classifyMissingFolder,
	classifyProtocol,
	classifyRpc,
	classifySpawn,
	classifyTimeout,
	failure,
	type ProcessEnd,
} from '../../source/domain/classify.ts';

const end = (more: Partial<ProcessEnd>): ProcessEnd => ({
	code: null,
	signal: null,
	isOutOfMemory: false,
	lastWords: null,
	...more,
});

test.each<[story: string, end: ProcessEnd, category: string, message: string]>([
	[
		'an exit tells its code and its last words',
		end({code: 1, lastWords: 'Error: no database'}),
		'process_exited',
		'exited with code 1: Error: no database',
	],
	['a silent exit tells its code', end({code: 0}), 'process_exited', 'exited with code 0'],
	['a kill tells the signal', end({signal: 'SIGKILL', lastWords: 'listening'}), 'process_killed', 'killed by SIGKILL'],
	[
		'want of memory is told with evidence only',
		end({signal: 'SIGKILL', isOutOfMemory: true}),
		'process_killed',
		'killed by SIGKILL (possibly out of memory)',
	],
	[
		'a shell whose child was killed for memory says so too',
		end({code: 137, isOutOfMemory: true}),
		'process_exited',
		'exited with code 137 (possibly out of memory)',
	],
	[
		'a crash by its own fault tells its last words',
		end({signal: 'SIGABRT', lastWords: 'FATAL ERROR: heap limit'}),
		'process_killed',
		'killed by SIGABRT: FATAL ERROR: heap limit',
	],
])('%s', (_story, ended, category, message) => {
	const found = classifyExit(ended, 'list_tools');
	expect(found).toMatchObject({category, message, phase: 'list_tools', transient: true});
	expect(found.hint).toBeTruthy();
});

test.each<[code: string, hasFile: boolean, category: string, transient: boolean, message: string]>([
	['ENOENT', false, 'command_not_found', false, 'command not found: uvx'],
	['ENOENT', true, 'command_not_found', false, 'interpreter not found: uvx'],
	['EACCES', true, 'command_not_found', false, 'command may not be run: uvx'],
	['EMFILE', true, 'process_exited', true, 'could not be started (EMFILE): uvx'],
	['E2BIG', true, 'bad_config', false, 'could not be started (E2BIG): uvx'],
])('a start that fails with %s (file there: %s) is %s', (code, hasFile, category, transient, message) => {
	const found = classifySpawn({code, command: 'uvx', hasFile});
	expect(found).toMatchObject({category, transient, message, phase: 'connect'});
	expect(found.hint).toBeTruthy();
});

test('a missing working folder is named', () => {
	expect(classifyMissingFolder('/srv/gone')).toMatchObject({
		category: 'bad_config',
		message: 'working folder does not exist: /srv/gone',
	});
});

test('a timeout tells how long was waited and for what', () => {
	expect(classifyTimeout(5000, 'list_tools').message).toBe('timeout after 5000ms no response to tools/list');
	expect(classifyTimeout(30_000, 'initialize').message).toBe('timeout after 30000ms no response to initialize');
	expect(classifyTimeout(5000, 'list_tools', {method: 'ping'}).message).toBe(
		'timeout after 5000ms no response to ping',
	);
	expect(classifyTimeout(5000, 'connect').message).toBe('timeout after 5000ms no connection');
});

test.each<[code: number, category: string, transient: boolean]>([
	[-32603, 'rpc_error', true],
	[-32000, 'rpc_error', true],
	[-32099, 'rpc_error', true],
	[-32100, 'rpc_error', false],
	[-32601, 'rpc_error', false],
	[-32602, 'rpc_error', false],
	[-32022, 'unsupported_version', false],
])('JSON-RPC error %i is %s', (code, category, transient) => {
	expect(classifyRpc(code, 'no', 'list_tools')).toMatchObject({category, transient});
});

test('what is no MCP is a matter of the protocol', () => {
	expect(classifyProtocol('HTML instead of JSON', 'initialize')).toMatchObject({
		category: 'protocol',
		transient: false,
	});
});

test('words of a server are cleaned and bounded wherever they become part of a failure', () => {
	const found = failure('rpc_error', 'list_tools', `\x1b[31mred\n${'x'.repeat(10_000)}`, {hint: 'a\x07b'});
	expect(found.message).toMatch(/^red x+…$/);
	expect(found.message).toHaveLength(500);
	expect(found.hint).toBe('ab');
});

test('a failure is as transient as its category says, unless told otherwise', () => {
	expect(failure('dns', 'connect', 'no address').transient).toBe(false);
	expect(failure('dns', 'connect', 'try again', {transient: true}).transient).toBe(true);
	expect(failure('rate_limited', 'list_tools', '429', {retryAfterMs: 1000}).retryAfterMs).toBe(1000);
	expect(failure('rate_limited', 'list_tools', '429')).not.toHaveProperty('retryAfterMs');
});
