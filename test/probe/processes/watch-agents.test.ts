import {spawn} from 'node:child_process';
import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test, vi} from 'vitest';
import {childrenOf} from '../../helpers/processes.ts';
import {temporaryFolder} from '../stdio-fixture.ts';
import {agentScript, attend, end, startAgent, uniqueServer, waitUntil, watchFor, wordsOf} from './agent-rig.ts';

describe('the server of an agent', () => {
	test('is found with its agent, memory, age and share of the CPU', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {watch, clock, until, pass, changes} = watchFor([server]);
		await until(agent.started);
		const [seen] = watch.processes('git');
		expect(seen).toMatchObject({
			pid: agent.started[0],
			parentPid: agent.pid,
			parentName: 'fake-agent',
			cpuShare: null,
			sharedWith: [],
		});
		expect(seen?.rssBytes).toBeGreaterThan(10 * 1024 * 1024);
		expect(seen?.ageMs).toBeLessThan(60_000);
		expect(seen?.startedAt).toBe(clock.now() - seen!.ageMs);
		await pass(1);
		const [later] = watch.processes('git');
		expect(later?.startedAt).toBe(seen?.startedAt);
		expect(later?.cpuShare).toBeGreaterThanOrEqual(0);
		expect(changes).toEqual(['git']);
	});

	test('that is killed at night while its agent lives is missed after 10 seconds, once', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {gone, until, pass, watch, clock, changes} = watchFor([server]);
		await until(agent.started);
		const [seen] = watch.processes('git');
		end(agent.started[0]);
		await until([]);
		const noticedAt = clock.now();
		await pass(9);
		expect(gone).toEqual([]);
		await pass(1);
		expect(gone).toEqual([
			{
				server: 'git',
				end: {
					process: expect.objectContaining({pid: seen?.pid, parentPid: agent.pid}),
					endedAt: noticedAt,
					evidence: null,
				},
			},
		]);
		await pass(30);
		expect(gone).toHaveLength(1);
		expect(changes).toEqual(['git', 'git']);
		expect(watch.restarts('git')).toBe(0);
	});

	test('may end together with its agent', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {gone, until, pass} = watchFor([server]);
		await until(agent.started);
		end(agent.pid);
		await until([]);
		await pass(30);
		expect(gone).toEqual([]);
	});

	test('may end shortly before its agent', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {gone, until, pass} = watchFor([server]);
		await until(agent.started);
		end(agent.started[0]);
		await until([]);
		await pass(5);
		agent.tell('exit');
		await vi.waitFor(() => expect(agent.child.exitCode).toBe(0), waitUntil);
		await pass(30);
		expect(gone).toEqual([]);
	});

	test('that its agent starts again is a restart', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {gone, until, pass, watch} = watchFor([server]);
		await until(agent.started);
		end(agent.started[0]);
		await until([]);
		await pass(9);
		agent.tell('start');
		await vi.waitFor(() => expect(agent.started).toHaveLength(2), waitUntil);
		await until([agent.started[1]]);
		await pass(30);
		expect(gone).toEqual([]);
		expect(watch.restarts('git')).toBe(1);
	});

	test('that is back before anybody looked is a restart as well', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server), '--restart', '0');
		const {gone, until, pass, watch} = watchFor([server]);
		await until(agent.started);
		end(agent.started[0]);
		await vi.waitFor(() => expect(agent.started).toHaveLength(2), waitUntil);
		await until([agent.started[1]]);
		await pass(30);
		expect(gone).toEqual([]);
		expect(watch.restarts('git')).toBe(1);
	});

	test('may be started anew before the last one is ended', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {gone, until, pass, watch} = watchFor([server]);
		await until(agent.started);
		await pass(60);
		agent.tell('start');
		await vi.waitFor(() => expect(agent.started).toHaveLength(2), waitUntil);
		await until(agent.started);
		await pass(4);
		end(agent.started[0]);
		await until([agent.started[1]]);
		await pass(30);
		expect(gone).toEqual([]);
		expect(watch.restarts('git')).toBe(1);
	});

	test('is missed although another copy has long been running beside it', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		agent.tell('start');
		await vi.waitFor(() => expect(agent.started).toHaveLength(2), waitUntil);
		const {gone, until, pass} = watchFor([server]);
		await until(agent.started);
		end(agent.started[1]);
		await until([agent.started[0]]);
		await pass(11);
		expect(gone.map(({end: {process}}) => process.pid)).toEqual([agent.started[1]]);
	});

	test('is missed by its own agent, whatever others start', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {gone, until, pass} = watchFor([server]);
		await until(agent.started);
		end(agent.started[0]);
		await until([]);
		const other = await startAgent(wordsOf(server));
		await until(other.started);
		await pass(11);
		expect(gone.map(({end: {process}}) => process.parentPid)).toEqual([agent.pid]);
	});
});

describe('behind launchers', () => {
	test('the server itself is shown, and the agent above them', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(['sh', '-c', `${wordsOf(server).join(' ')}; true`]);
		const {watch, until, gone, pass} = watchFor([server]);
		await vi.waitFor(() => expect(childrenOf(agent.started[0]!)).toHaveLength(1), waitUntil);
		const [real] = childrenOf(agent.started[0]!);
		await until([real]);
		expect(watch.processes('git')).toMatchObject([{parentPid: agent.pid, parentName: 'fake-agent'}]);
		end(real);
		await until([]);
		await pass(11);
		expect(gone.map(({end: {process}}) => process.pid)).toEqual([real]);
	});

	test('a server is missed although its launcher goes on with something else', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(['sh', '-c', `${wordsOf(server).join(' ')}; cat`]);
		const {until, gone, pass, watch} = watchFor([server]);
		await vi.waitFor(() => expect(childrenOf(agent.started[0]!)).toHaveLength(1), waitUntil);
		const [real] = childrenOf(agent.started[0]!);
		await until([real]);
		end(real);
		await vi.waitFor(() => expect(childrenOf(agent.started[0]!)).not.toContain(real), waitUntil);
		await until([]);
		await pass(11);
		expect(gone.map(({end: {process}}) => process.pid)).toEqual([real]);
		expect(watch.processes('git')).toEqual([]);
	});

	test('a server that was configured as a whole command line is found', async () => {
		const {args, command} = uniqueServer('git');
		const server = uniqueServer('git', {command: 'sh', args: ['-c', `cd / && ${command} ${args.join(' ')}; true`]});
		const agent = await startAgent(wordsOf(server));
		const {until, gone, pass} = watchFor([server]);
		await vi.waitFor(() => expect(childrenOf(agent.started[0]!)).toHaveLength(1), waitUntil);
		await until(childrenOf(agent.started[0]!));
		end(agent.started[0]);
		await until([]);
		await pass(11);
		expect(gone.map(({end: {process}}) => process.parentPid)).toEqual([agent.pid]);
	});

	test('npx is seen through while it starts, and its death with the server is missed', async () => {
		const server = uniqueServer('everything', {
			command: 'npx',
			args: ['-y', '@modelcontextprotocol/server-everything', 'stdio', crypto.randomUUID()],
		});
		const agent = await startAgent(wordsOf(server));
		const {watch, until, gone, pass, changes} = watchFor([server]);
		await until(agent.started);
		const shell = await vi.waitFor(() => {
			const [child] = childrenOf(agent.started[0]!);
			expect(childrenOf(child!)).toHaveLength(1);
			return child!;
		}, waitUntil);
		const [real] = childrenOf(shell);
		await until([real]);
		expect(watch.processes('everything')).toMatchObject([{parentPid: agent.pid, parentName: 'fake-agent'}]);
		expect(changes).toEqual(['everything']);
		for (const pid of [agent.started[0], shell, real]) end(pid);
		await until([]);
		await pass(11);
		expect(gone.map(({end: {process}}) => process.pid)).toEqual([real]);
	});

	test('workers that a server forks of itself are no copies', async () => {
		const script = join(temporaryFolder(), 'forking.mjs');
		writeFileSync(
			script,
			`import {spawn} from 'node:child_process';
			if (!process.env.WORKER) spawn(process.argv[0], process.argv.slice(1), {argv0: 'node', env: {...process.env, WORKER: 1}});
			process.stdin.resume().on('end', () => process.exit());`,
		);
		const server = uniqueServer('git', {args: [script]});
		const agent = await startAgent(wordsOf(server));
		const {until, pids} = watchFor([server]);
		await vi.waitFor(() => {
			const [worker] = childrenOf(agent.started[0]!);
			expect(readFileSync(`/proc/${worker}/cmdline`, 'utf8')).toBe(`node\0${script}\0`);
		}, waitUntil);
		await until(agent.started);
		end(childrenOf(agent.started[0]!)[0]);
		await until(agent.started);
		expect(pids()).toEqual(agent.started);
	});
});

describe("what is not an agent's", () => {
	test('our own copy and what it has started are left out', async () => {
		const server = uniqueServer('git');
		const ours = await startAgent(['sh', '-c', `${wordsOf(server).join(' ')}; true`]);
		const agent = await startAgent(wordsOf(server));
		const {until, pass, gone} = watchFor([server], {isOurs: pid => pid === ours.started[0]});
		await until(agent.started);
		end(ours.started[0]);
		await pass(11);
		expect(gone).toEqual([]);
		await until(agent.started);
	});

	test('the copies of another LangSight are left out', async () => {
		const folder = join(temporaryFolder(), 'langsight', 'dist');
		mkdirSync(folder, {recursive: true});
		copyFileSync(agentScript, join(folder, 'cli.js'));
		copyFileSync(agentScript, join(folder, 'agent.mjs'));
		const server = uniqueServer('git');
		const [monitor, agent] = await Promise.all(
			['cli.js', 'agent.mjs'].map(name =>
				attend(spawn('node', [join(folder, name), '--', ...wordsOf(server)], {stdio: ['pipe', 'pipe', 'inherit']})),
			),
		);
		const {until} = watchFor([server]);
		await until(agent!.started);
		expect(monitor!.started).toHaveLength(1);
	});

	test('a server that a person has started at a prompt is shown, and not missed', async () => {
		const server = uniqueServer('git');
		const prompt = spawn('bash', ['--noprofile', '--norc', '-i'], {stdio: ['pipe', 'pipe', 'ignore'], detached: true});
		onTestFinished(() => end(-prompt.pid!));
		prompt.stdin.write(`${wordsOf(server).join(' ')} < <(sleep 1000) & echo $!\n`);
		const pid = await new Promise<number>(resolve => prompt.stdout.once('data', text => resolve(Number(text))));
		const {watch, until, gone, pass} = watchFor([server]);
		await until([pid]);
		expect(watch.processes('git')).toMatchObject([{parentName: 'bash'}]);
		end(pid);
		await until([]);
		await pass(11);
		expect(gone).toEqual([]);
	});

	test('a server that has lost its agent is shown for as long as it runs, and not missed', async () => {
		const server = uniqueServer('git');
		const ignoring = {...server, args: [...server.args, 'ignore-term']};
		const agent = await startAgent(wordsOf(ignoring));
		const {watch, until, gone, pass} = watchFor([ignoring]);
		await until(agent.started);
		end(agent.pid);
		await vi.waitFor(async () => {
			await watch.look();
			expect(watch.processes('git')[0]?.parentPid).not.toBe(agent.pid);
		}, waitUntil);
		expect(watch.processes('git').map(({pid}) => pid)).toEqual(agent.started);
		end(agent.started[0]);
		await until([]);
		await pass(11);
		expect(gone).toEqual([]);
	});
});

describe('where servers share a command line', () => {
	test('a process belongs to both, and both are told of its end', async () => {
		const server = uniqueServer('live', {env: {STAGE: 'live'}});
		const twin = {...server, name: 'test', env: {STAGE: 'test'}};
		const agent = await startAgent(wordsOf(server));
		const {watch, until, gone, pass} = watchFor([server, twin]);
		await until(agent.started);
		expect(watch.processes('live')).toMatchObject([{sharedWith: ['test']}]);
		expect(watch.processes('test')).toMatchObject([{sharedWith: ['live'], pid: agent.started[0]}]);
		end(agent.started[0]);
		await until([]);
		await pass(11);
		expect(gone.map(one => one.server)).toEqual(['live', 'test']);
	});

	test('arguments keep them apart', async () => {
		const server = uniqueServer('rw');
		const other = {...server, name: 'ro', args: [...server.args, 'read-only']};
		const agent = await startAgent(wordsOf(other));
		const {watch, until} = watchFor([other, server]);
		await until(agent.started);
		expect(watch.processes('rw')).toEqual([]);
	});
});

describe('the watch', () => {
	test('does nothing where the system has no such list', async () => {
		const server = uniqueServer('git');
		await startAgent(wordsOf(server));
		const {watch} = watchFor([server], {platform: 'darwin'});
		await watch.look();
		expect(watch.isSupported).toBe(false);
		expect(watch.processes('git')).toEqual([]);
	});

	test('tells nothing after it has been closed', async () => {
		const server = uniqueServer('git');
		const agent = await startAgent(wordsOf(server));
		const {watch, until, gone, pass, changes} = watchFor([server]);
		await until(agent.started);
		end(agent.started[0]);
		await until([]);
		const look = watch.look();
		watch.close();
		await look;
		await pass(11);
		expect(gone).toEqual([]);
		expect(changes).toHaveLength(2);
	});

	test('leaves servers alone that are switched off, or reached at an address', async () => {
		const server = uniqueServer('git', {enabled: false});
		await startAgent(wordsOf(server));
		const {watch} = watchFor([server]);
		await watch.look();
		expect(watch.processes('git')).toEqual([]);
	});
});
