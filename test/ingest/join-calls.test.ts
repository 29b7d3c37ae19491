import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {ToolCall} from '../../source/domain/tool-call.ts';
import {createCallJoiner, settleMs} from '../../source/ingest/join-calls.ts';
import type {IncomingSpan} from '../../source/ingest/span.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {executes, mcp, spanOf} from './spans.ts';

function startJoiner() {
	const clock = createFakeClock();
	const calls: ToolCall[] = [];
	const joiner = createCallJoiner({clock, take: taken => calls.push(...taken)});
	return {clock, calls, joiner};
}

/** What comes of spans that arrive in these requests, with a second between; as `agent:tool:category`. */
async function join(...requests: readonly (readonly IncomingSpan[])[]): Promise<string[]> {
	const {clock, calls, joiner} = startJoiner();
	for (const request of requests) {
		joiner.add(request);
		await clock.advance(1000);
	}
	await clock.advance(settleMs + 1000);
	return calls.map(({agent, tool, category}) => `${agent}:${tool}:${category ?? 'fine'}`).sort();
}

const server = {service: 'pg-server'};
const failed = {isError: true};
const wrapper = spanOf('w', 'chat', 'internal', executes('query', {'gen_ai.agent.name': 'Refunds'}));
const client = spanOf('c', 'w', 'client', mcp('query', {'server.address': 'db.example', 'server.port': 80}));
const post = spanOf('h', 'c', 'client', {'http.request.method': 'POST'});
const served = spanOf('s', 'h', 'server', mcp('query'), server);

describe('a call is counted once', () => {
	test.each<[story: string, spans: readonly IncomingSpan[], calls: readonly string[]]>([
		['that its client alone tells of', [client], ['agent:query:fine']],
		['that its server alone tells of, by nobody knows whom', [served], ['null:query:fine']],
		['that framework, client, HTTP and server tell of', [wrapper, client, post, served], ['Refunds:query:fine']],
		[
			'that framework and server tell of',
			[wrapper, spanOf('s', 'w', 'server', mcp('query'), server)],
			['Refunds:query:fine'],
		],
		[
			'with the name that the framework gives the tool',
			[spanOf('w', '', 'internal', executes('mcp__pg__query')), client],
			['agent:query:fine'],
		],
		[
			'however deep the client lies in the server span of another',
			[served, spanOf('c2', 's', 'client', mcp('query'), server)],
			['null:query:fine', 'pg-server:query:fine'],
		],
		[
			'where a gateway calls on under the same name',
			[
				client,
				post,
				served,
				spanOf('g', 's', 'client', mcp('query'), server),
				spanOf('t', 'g', 'server', mcp('query')),
			],
			['agent:query:fine', 'pg-server:query:fine'],
		],
		[
			'for each time that a framework tries',
			[wrapper, client, spanOf('c2', 'w', 'client', mcp('query'), failed)],
			['Refunds:query:fine', 'Refunds:query:tool_error'],
		],
		[
			'where an agent is the tool of another',
			[
				spanOf('o', '', 'internal', executes('research')),
				spanOf('w2', 'o', 'internal', executes('query')),
				spanOf('c2', 'w2', 'client', mcp('query')),
			],
			['agent:query:fine', 'agent:research:fine'],
		],
		['and fails where the server says so', [client, post, {...served, ...failed}], ['agent:query:tool_error']],
		['and fails where the framework says so', [{...wrapper, ...failed}, client], ['Refunds:query:tool_error']],
		[
			'with the code rather than the bare failure',
			[{...wrapper, ...failed}, spanOf('c', 'w', 'client', mcp('query', {'error.type': 'timeout'}), failed)],
			['Refunds:query:timeout'],
		],
		[
			'where a retry mends what the framework saw fail at first',
			[{...wrapper, ...failed}, client, spanOf('c2', 'w', 'client', mcp('query'))],
			['Refunds:query:fine', 'Refunds:query:fine'],
		],
		[
			'not at all where spans are parents of each other',
			[spanOf('a', 'b', 'client', mcp('x')), spanOf('b', 'a', 'client', mcp('x'))],
			[],
		],
		['where a span is its own parent', [spanOf('a', 'a', 'client', mcp('x'))], ['agent:x:fine']],
	])('%s', async (_story, spans, calls) => {
		expect(await join(spans)).toEqual(calls);
		expect(await join([...spans].reverse())).toEqual(calls);
		expect(await join(...spans.map(span => [span]))).toEqual(calls);
		expect(await join(...spans.map(span => [span]).reverse())).toEqual(calls);
		expect(await join(spans, spans)).toEqual(calls);
	});

	test('with what each of its spans knows: the address of the client, the name of the server', async () => {
		const {clock, calls, joiner} = startJoiner();
		joiner.add([served, wrapper]);
		joiner.add([client, post]);
		await clock.advance(settleMs + 1000);
		expect(calls).toMatchObject([{target: {address: 'db.example', port: 80, names: ['pg-server']}, durationMs: 40}]);
	});

	test('when a relative comes after it was counted, unless that tells of a failure', async () => {
		const late = async (first: IncomingSpan, second: readonly IncomingSpan[]) => {
			const {clock, calls, joiner} = startJoiner();
			joiner.add([first]);
			await clock.advance(20_000);
			joiner.add(second);
			await clock.advance(20_000);
			return calls.map(({category}) => category ?? 'fine');
		};
		expect(await late(client, [post, served])).toEqual(['fine']);
		expect(await late(wrapper, [client])).toEqual(['fine']);
		expect(await late(served, [post, client, wrapper])).toEqual(['fine']);
		expect(await late({...served, ...failed}, [post, {...client, ...failed}])).toEqual(['tool_error']);
		expect(await late(served, [post, {...client, ...failed}])).toEqual(['fine', 'tool_error']);
	});

	test('at once where its span has no identity', async () => {
		const {calls, joiner} = startJoiner();
		joiner.add([spanOf('', '', 'client', mcp('x')), {...client, traceId: ''}]);
		expect(calls).toHaveLength(2);
	});

	test('calls of different traces are different calls, whatever their spans are called', async () => {
		expect(await join([client, {...client, traceId: 'other'}])).toHaveLength(2);
	});
});

test('whatever spans come in whatever order, each is in at most one call, and the order does not matter', async () => {
	const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
	const anySpan = fc
		.record({
			parent: fc.constantFrom('', ...ids),
			kind: fc.constantFrom<IncomingSpan['kind']>('internal', 'server', 'client'),
			what: fc.constantFrom('mcp', 'wrap', 'none'),
			isError: fc.boolean(),
		})
		.map(
			({parent, kind, what, isError}) =>
				(id: string) =>
					spanOf(id, parent, kind, what === 'mcp' ? mcp('x') : what === 'wrap' ? executes('x') : {}, {isError}),
		);
	await fc.assert(
		fc.asyncProperty(fc.array(anySpan, {maxLength: ids.length}), fc.infiniteStream(fc.nat()), async (makers, picks) => {
			const spans = makers.map((make, index) => make(ids[index] ?? ''));
			const shuffled = spans
				.map(span => ({span, at: picks.next().value as number}))
				.sort((a, b) => a.at - b.at)
				.map(({span}) => span);
			const calls = await join(spans);
			expect(calls.length).toBeLessThanOrEqual(spans.filter(({attributes}) => attributes.size > 0).length);
			expect(await join(shuffled)).toEqual(calls);
		}),
		{numRuns: 100},
	);
});

describe('what is remembered is bounded:', () => {
	test('a trace without end is counted all the same, each call once', async () => {
		const {clock, calls, joiner} = startJoiner();
		for (let batch = 0; batch < 20; batch++) {
			joiner.add(Array.from({length: 1000}, (_, n) => spanOf(`${batch}-${n}`, '', 'client', mcp('x'))));
		}
		await clock.advance(settleMs + 1000);
		expect(calls).toHaveLength(20_000);
	});

	test('so are traces without number', async () => {
		const {clock, calls, joiner} = startJoiner();
		for (let n = 0; n < 40_000; n++) joiner.add([spanOf('a', '', 'client', mcp('x'), {traceId: String(n)})]);
		expect(calls.length).toBe(10_000);
		await clock.advance(settleMs + 1000);
		expect(calls.length).toBe(40_000);
	});

	test('nothing is left, not even a timer, once all is over', async () => {
		const {clock, joiner} = startJoiner();
		joiner.add([wrapper, client]);
		await clock.advance(200_000);
		expect(clock.pending()).toBe(0);
		joiner.close();
	});

	test('what waits at the end is handed on', () => {
		const {calls, joiner} = startJoiner();
		joiner.add([client]);
		expect(calls).toEqual([]);
		joiner.close();
		expect(calls).toHaveLength(1);
	});
});
