import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type HttpFixture, startHttpFixture} from '../../fixtures/http-server.mjs';
import {type Category, categories, factsOf} from '../../source/domain/categories.ts';
import {fixture, freePort, makeWorkplace, type Workplace} from '../helpers/program.ts';

/** What a person would do to see each category, and the phase in which it shows. `$HTTP`, `$TLS` and `$FREE` are origins. */
const stories: readonly (readonly [category: Category, phase: string, server: string])[] = [
	['timeout', 'list_tools', stdio('hang-list')],
	['connection_refused', 'connect', http('$FREE/mcp')],
	['connection_reset', 'initialize', http('$HTTP/rst')],
	['dns', 'connect', http('http://no-such-host.invalid/mcp')],
	['process_exited', 'initialize', stdio('exit-at-start')],
	['process_killed', 'initialize', `command: [node, -e, "process.kill(process.pid, 'SIGKILL')"]`],
	['stream_stalled', 'list_tools', sse('$HTTP/sse/stall?after=0')],
	['stream_dropped', 'list_tools', http('$HTTP/stream-no-answer?at=tools/list')],
	['rate_limited', 'initialize', http('$HTTP/429')],
	['server_error', 'initialize', http('$HTTP/503')],
	['session_lost', 'list_tools', http('$HTTP/lost-session?after=0')],
	['command_not_found', 'connect', 'command: [no-such-command-anywhere]'],
	['bad_config', 'connect', `command: [node], cwd: /no/such/folder`],
	['auth_required', 'initialize', http('$HTTP/401')],
	['forbidden', 'initialize', http('$HTTP/403')],
	['not_found', 'initialize', http('$HTTP/404')],
	['http_error', 'initialize', http('$HTTP/418')],
	['redirected', 'initialize', http('$HTTP/redirect')],
	['wrong_transport', 'initialize', http('$HTTP/sse')],
	['tls', 'connect', http('$TLS/streamable')],
	['protocol', 'initialize', http('$HTTP/html')],
	['unsupported_version', 'initialize', stdio('bad-version')],
	['invalid_schema', 'list_tools', stdio('no-list')],
	['too_large', 'list_tools', stdio('huge-answer')],
	['rpc_error', 'list_tools', stdio('rpc-error')],
];

/** Of tools, these show as what degrades a server; a network that is away cannot be made here. */
const shownElsewhere: readonly Category[] = ['tool_not_found', 'invalid_arguments', 'tool_error', 'network'];

/** The server's own code decides whether these pass by themselves. */
const byCode: readonly Category[] = ['dns', 'rpc_error'];

interface Reported {
	readonly name: string;
	readonly status: string;
	readonly reasons: readonly string[];
	readonly notes: readonly string[];
	readonly error: {category: string; transient: boolean; phase: string; message: string; hint: string | null} | null;
}

describe('every category of failure, from the server to the report', () => {
	let place: Workplace;
	let plain: HttpFixture;
	let secure: HttpFixture;
	let reported: ReadonlyMap<string, Reported>;

	beforeAll(async () => {
		place = await makeWorkplace();
		plain = await startHttpFixture({port: 0});
		secure = await startHttpFixture({port: 0, tls: 'self-signed'});
		const free = `http://127.0.0.1:${await freePort()}`;
		const lines = stories.map(([category, , server]) => `  - {name: ${category}, ${server}}`);
		const config = `monitoring: {timeout_seconds: 2, startup_timeout_seconds: 10}\nservers:\n${lines.join('\n')}\n`
			.replaceAll('$HTTP', plain.origin)
			.replaceAll('$TLS', secure.origin.replace('127.0.0.1', 'localhost'))
			.replaceAll('$FREE', free);
		await place.write('.langsight.yaml', config);
		const {stdout, stderr, code} = await place.run('--once', '--json');
		expect(stderr).toBe('');
		expect(code).toBe(1);
		reported = new Map(JSON.parse(stdout).servers.map((server: Reported) => [server.name, server]));
	});

	afterAll(async () => {
		await plain.kill();
		await secure.kill();
		await place.remove();
	});

	test.each(stories)('%s', (category, phase) => {
		const server = reported.get(category);
		expect(server?.error).toMatchObject({category, phase, message: expect.stringMatching(/\S/)});
		expect(server?.reasons[0]).toBe(category);
		expect(server?.notes[0]).toMatch(/\S/);
		const isLockedOut = category === 'auth_required';
		expect(server?.status).toBe(isLockedOut ? 'unknown' : category === 'stream_stalled' ? 'stale' : 'down');
		if (!byCode.includes(category)) expect(server?.error?.transient).toBe(factsOf(category).transient);
	});

	test.each([
		['a tool that is not there', stdio(''), '{tool: nope}', 'tool nope fails: the server lists no tool named nope'],
		['arguments that it refuses', stdio('call=-32602'), '{tool: echo}', 'tool echo fails: '],
		['an error that it reports', stdio('call=error'), '{tool: echo}', 'tool echo fails: '],
		['an answer that is not as expected', stdio(''), '{tool: echo, expect: {contains: pong}}', 'tool echo fails: '],
	])('calls of tools: %s degrades the server, and says which tool and why', async (story, server, check, note) => {
		// A name of its own, for history goes by the name.
		const path = await place.write('calls.yaml', `servers:\n  - {name: ${story}, ${server}, checks: [${check}]}\n`);
		const {stdout, code} = await place.run('--once', '--json', '--config', path);
		const [called] = JSON.parse(stdout).servers;
		expect(called).toMatchObject({
			status: 'degraded',
			reasons: ['tool_failing'],
			tool_calls_24h: {total: 1, failed: 1},
		});
		expect(called.notes[0]).toContain(note);
		expect(code).toBe(1);
	});

	test('what can be acted on has a hint', () => {
		const without = [...reported.values()].filter(({error}) => !error?.hint).map(({name}) => name);
		expect(without).toEqual([]);
	});

	test('no category is left out', () => {
		const told = [...stories.map(([category]) => category), ...shownElsewhere];
		expect(new Set(told)).toEqual(new Set(Object.keys(categories)));
	});
});

function stdio(fault: string): string {
	return `command: [node, "${fixture('stdio-server.mjs')}"${fault && `, ${fault}`}]`;
}

function http(url: string): string {
	return `url: "${url}"`;
}

function sse(url: string): string {
	return `transport: sse, url: "${url}"`;
}
