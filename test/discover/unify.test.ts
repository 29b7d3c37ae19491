import {describe, expect, test} from 'vitest';
import type {FoundServer, FoundTarget} from '../../source/discover/found.ts';
import {unify} from '../../source/discover/unify.ts';
import {hash} from './fixture-home.ts';

const run = (line: string, more: Partial<FoundTarget> = {}): FoundTarget => {
	const [command = '', ...args] = line.split(' ');
	return {transport: 'stdio', command, args, env: {}, hiddenEnv: [], cwd: null, ...more} as FoundTarget;
};

const at = (url: string, more: Partial<FoundTarget> = {}): FoundTarget =>
	({transport: 'streamable_http', isCertain: false, url, headers: {}, ...more}) as FoundTarget;

const found = (name: string, client: string, target: FoundTarget, isEnabled = true): FoundServer => ({
	name,
	client,
	file: 'x',
	isEnabled,
	target,
	notes: [],
});

const join = (one: FoundTarget, other: FoundTarget) =>
	unify([found('a', 'cursor', one), found('b', 'zed', other)], hash);

test.each<[what: string, one: FoundTarget, other: FoundTarget]>([
	['whether the runner is asked to be quiet', run('npx -y pkg /srv'), run('npx pkg /srv')],
	['where the runner is', run('npx -y pkg'), run('/opt/node/bin/npx -y pkg')],
	['how Windows starts it', run('npx.cmd -y pkg'), run('cmd /c npx -y pkg')],
	['the order of variables', run('x', {env: {A: '1', B: '2'}}), run('x', {env: {B: '2', A: '1'}})],
	['how an address is written', at('HTTPS://X.example.com:443/mcp/'), at('https://x.example.com/mcp')],
	[
		'the transport a client guesses',
		at('https://x.example.com/mcp'),
		at('https://x.example.com/mcp', {transport: 'sse', isCertain: true}),
	],
	['headers', at('https://x.example.com/mcp'), at('https://x.example.com/mcp', {headers: {A: 'b'}})],
])('the same server: no matter %s', (_what, one, other) => {
	expect(join(one, other)).toMatchObject([{name: 'a', usedBy: ['cursor', 'zed']}]);
	expect(join(other, one)).toHaveLength(1);
});

test.each<[why: string | null, one: FoundTarget, other: FoundTarget]>([
	['another TOKEN', run('npx pkg', {env: {TOKEN: 'x'}}), run('npx pkg', {env: {TOKEN: 'y'}})],
	['TOKEN on one side', run('npx pkg', {env: {TOKEN: 'x'}}), run('npx pkg')],
	['other arguments', run('npx pkg@1.0.0'), run('npx pkg@1.1.0')],
	['other arguments', run('npx -y pkg -y'), run('npx -y pkg')],
	['another folder', run('node s.js', {cwd: '/a'}), run('node s.js', {cwd: '/b'})],
	['another program, other arguments', run('npx pkg'), run('bunx pkg --fast')],
	[
		'one is started here, the other has an address',
		run('npx -y mcp-remote https://x.example.com/mcp'),
		at('https://x.example.com/mcp'),
	],
	['another address', at('https://x.example.com/mcp?key=1'), at('https://x.example.com/mcp?key=2')],
	[null, run('npx pkg'), run('npx other')],
	[null, at('https://x.example.com/mcp'), at('http://x.example.com:8080/mcp')],
])('another server: %s', (why, one, other) => {
	const [first, second] = join(one, other);
	expect([first?.name, second?.name]).toEqual(['a', 'b']);
	expect(second?.notes).toEqual(why === null ? [] : [`kept apart from a: ${why}`]);
});

describe('of joined entries', () => {
	test('the address has what any of its clients knows of it', () => {
		const [one] = join(
			at('https://x/mcp', {headers: {A: 'b'}}),
			at('https://x/mcp', {transport: 'sse', isCertain: true}),
		);
		expect(one?.target).toMatchObject({transport: 'sse', isCertain: true, headers: {A: 'b'}});
	});

	test('different headers are said', () => {
		const [one] = join(at('https://x/mcp', {headers: {A: 'b'}}), at('https://x/mcp', {headers: {A: 'c'}}));
		expect(one?.notes).toEqual(['its clients send different headers; those of the first are taken']);
	});

	test('one that is switched off does not count, unless another client has it on', () => {
		const off = found('a', 'cursor', run('x'), false);
		expect(unify([off], hash)).toEqual([]);
		expect(unify([off, found('b', 'zed', run('x'))], hash)).toMatchObject([{name: 'b', usedBy: ['zed']}]);
	});
});

test('one name for several servers: each later one gets its client’s, then a number', () => {
	const names = unify(
		[
			found('db', 'cursor', run('x')),
			found('db', 'claude-code', run('y')),
			found('db', 'claude-code', run('z')),
			found('db-claude-code', 'zed', run('w')),
		],
		hash,
	).map(({name}) => name);
	expect(names).toEqual(['db', 'db-claude-code', 'db-claude-code-2', 'db-claude-code-zed']);
});
