import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import type {JSONRPCMessage} from '@modelcontextprotocol/sdk/types.js';
import {expect, test, vi} from 'vitest';
import type {Category} from '../../source/domain/categories.ts';
import {failure} from '../../source/domain/classify.ts';
import type {Clock} from '../../source/domain/ports.ts';
import type {HttpServer} from '../../source/domain/server.ts';
import {explainError} from '../../source/probe/explain-error.ts';
import type {Link} from '../../source/probe/link.ts';
import {createProberFactory} from '../../source/probe/prober.ts';
import {createLedger} from '../../source/probe/process-ledger.ts';
import {fixture} from './stdio-fixture.ts';

const server: HttpServer = {...fixture([]), transport: 'streamable_http', url: 'http://127.0.0.1:1/', headers: {}};

interface Script {
	/** What sending initialize or a list runs into, or undefined to be answered. */
	readonly initialize?: Category | 'silence';
	readonly list?: Category | 'silence';
}

class Scripted extends Error {
	constructor(readonly category: Category) {
		super(category);
	}
}

/** A link in memory that behaves by its script, and counts what is done to it. */
function createScriptedLink(script: Script) {
	const counts = {closed: 0, aborted: 0};
	const transport: Transport = {
		async start() {},
		async send(message: JSONRPCMessage) {
			if (!('method' in message) || !('id' in message)) return;
			const plan = message.method === 'initialize' ? script.initialize : script.list;
			if (plan === 'silence') return;
			if (plan) throw new Scripted(plan);
			const result =
				message.method === 'initialize'
					? {protocolVersion: '2025-06-18', capabilities: {tools: {}}, serverInfo: {name: 'scripted', version: '1'}}
					: {tools: [{name: 'echo'}]};
			queueMicrotask(() => transport.onmessage?.({jsonrpc: '2.0', id: message.id, result}));
		},
		async close() {
			transport.onclose?.();
		},
	};
	const link: Link = {
		transport,
		explain: (error, phase) =>
			error instanceof Scripted ? failure(error.category, phase, error.category) : explainError(error, phase),
		abortRequests() {
			counts.aborted++;
		},
		takeNotes: () => [],
		log: () => [],
		async close() {
			counts.closed++;
			await transport.close();
		},
	};
	return {link, counts, script};
}

/** Time that stands still until it is moved. */
function createFakeClock(): Clock & {pass(ms: number): void; readonly pending: number} {
	let time = 0;
	let timers: {at: number; run: () => void}[] = [];
	return {
		now: () => 1_000_000 + time,
		ticks: () => time,
		after(ms, run) {
			const timer = {at: time + ms, run};
			timers.push(timer);
			return () => {
				timers = timers.filter(other => other !== timer);
			};
		},
		pass(ms) {
			time += ms;
			const due = timers.filter(({at}) => at <= time);
			timers = timers.filter(({at}) => at > time);
			for (const {run} of due) run();
		},
		get pending() {
			return timers.length;
		},
	};
}

function createScriptedRig(...scripts: Script[]) {
	const clock = createFakeClock();
	const links: ReturnType<typeof createScriptedLink>[] = [];
	const openLink = () => {
		const scripted = createScriptedLink(scripts[links.length] ?? {});
		links.push(scripted);
		return scripted.link;
	};
	const interrupted = vi.fn();
	const events = {interrupted, toolsChanged: () => {}, opened: () => {}};
	const prober = createProberFactory({clock, ledger: createLedger(null), openLink})(server, events);
	return {clock, links, prober, interrupted, check: () => prober.check(new AbortController().signal)};
}

test('a session that the server has forgotten is opened anew within the same check', async () => {
	const rig = createScriptedRig({list: 'session_lost'}, {});
	expect(await rig.check()).toMatchObject({
		ok: true,
		reinitialised: true,
		connectMs: expect.any(Number),
		listing: {tools: [{name: 'echo'}]},
	});
	expect(rig.links[0]?.counts.closed).toBe(1);
	expect(rig.links[1]?.counts.closed).toBe(0);
	expect(await rig.check()).toMatchObject({ok: true, reinitialised: false, connectMs: null});
});

test.each<[story: string, second: Script, category: Category]>([
	['cannot be opened anew', {initialize: 'not_found'}, 'not_found'],
	['is lost again at once', {list: 'session_lost'}, 'session_lost'],
])('a lost session that %s is a failure, and is tried once only', async (_story, second, category) => {
	const rig = createScriptedRig({list: 'session_lost'}, second);
	expect(await rig.check()).toMatchObject({ok: false, failure: {category}});
	expect(rig.links).toHaveLength(2);
});

test('a deadline gives up the requests that are open and leaves no timer behind', async () => {
	const rig = createScriptedRig({list: 'silence'});
	const checking = rig.check();
	await vi.waitFor(() => expect(rig.prober.isOpen).toBe(true));
	rig.clock.pass(server.timeoutMs);
	expect(await checking).toMatchObject({
		ok: false,
		failure: {category: 'timeout', message: `timeout after ${server.timeoutMs}ms no response to tools/list`},
	});
	expect(rig.links[0]?.counts).toEqual({closed: 0, aborted: 1});
	expect(rig.clock.pending).toBe(0);
});

test('opening a session has the deadline of an answer, and what did not open is closed', async () => {
	const rig = createScriptedRig({initialize: 'silence'});
	const checking = rig.check();
	await vi.waitFor(() => expect(rig.clock.pending).toBe(1));
	rig.clock.pass(server.timeoutMs);
	expect(await checking).toMatchObject({ok: false, failure: {category: 'timeout', phase: 'initialize'}});
	expect(rig.links[0]?.counts.closed).toBe(1);
	await rig.prober.close();
	expect(rig.clock.pending).toBe(0);
});

test('after three failures in a row over HTTP the next check opens a fresh session', async () => {
	const rig = createScriptedRig({list: 'auth_required'}, {});
	for (let times = 0; times < 3; times++) expect((await rig.check()).ok).toBe(false);
	expect(rig.links).toHaveLength(1);
	expect(await rig.check()).toMatchObject({ok: true, reinitialised: false});
	expect(rig.links).toHaveLength(2);
});

test('a connection that ends between checks is told once, with the time', async () => {
	const rig = createScriptedRig({}, {});
	await rig.check();
	const dropped = failure('stream_dropped', 'list_tools', 'the stream was closed');
	rig.links[0]?.link.onEnded?.(dropped);
	rig.links[0]?.link.onEnded?.(dropped);
	expect(rig.interrupted.mock.calls).toEqual([[dropped, rig.clock.now()]]);
	expect(rig.prober.isOpen).toBe(false);
	expect(rig.links[0]?.counts.closed).toBe(1);
});

test('a connection that ends during a check fails that check and is not told besides', async () => {
	const rig = createScriptedRig({list: 'silence'});
	const checking = rig.check();
	await vi.waitFor(() => expect(rig.prober.isOpen).toBe(true));
	rig.links[0]?.link.onEnded?.(failure('stream_dropped', 'list_tools', 'the stream was closed'));
	expect(await checking).toMatchObject({ok: false, failure: {category: 'stream_dropped'}});
	expect(rig.interrupted).not.toHaveBeenCalled();
});

test('a link that never finishes closing does not hold the prober up for ever', async () => {
	const rig = createScriptedRig({});
	await rig.check();
	rig.links[0]!.link.close = () => new Promise(() => {});
	const closing = rig.prober.close();
	rig.clock.pass(10_000);
	await closing;
});
