import {symlinkSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, test, vi} from 'vitest';
import type {StdioServer} from '../../../source/domain/server.ts';
import type {AgentWatchOptions} from '../../../source/probe/processes/watch-agents.ts';
import {settled} from '../../helpers/clock.ts';
import {stdioServer} from '../../helpers/fleet.ts';
import {waitUntil, watchFor} from './agent-rig.ts';
import {createProcFolder} from './proc-folder.ts';

const git = stdioServer('git', {command: 'mcp-git', args: []});
const agent = {parent: 1, argv: ['node', '/opt/claude.js'], comm: 'node', startTime: 90};
const copy = {parent: 10, argv: ['mcp-git'], comm: 'mcp-git'};

/** A machine with init, an agent and its server, and a watch over it. */
function scene(servers: readonly StdioServer[] = [git], options: Partial<AgentWatchOptions> = {}) {
	const folder = createProcFolder();
	folder.put(1, {parent: 0, argv: ['/sbin/init'], comm: 'systemd'});
	folder.put(10, agent);
	folder.put(11, copy);
	const rig = watchFor(servers, {procRoot: folder.proc, cgroupRoot: folder.cgroups, ...options});
	return {...folder, ...rig};
}

describe('a process that is strange', () => {
	test.each(['mcp) S 99 (x', 'line\nbreak) Z 1', ') R 1 1 1 1', '\u001b[31mred', ' '])(
		'has the name %j and is read all the same',
		async comm => {
			const {put, watch} = scene();
			put(10, {...agent, argv: [], comm});
			put(11, {...copy, comm});
			await watch.look();
			expect(watch.processes('git')).toMatchObject([{pid: 11, parentPid: 10, rssBytes: 2048 * 1024}]);
			expect(watch.processes('git')[0]?.parentName).toMatch(/^[ -~]+$/);
		},
	);

	test.each<[story: string, stat: string]>([
		['nothing', ''],
		['no name', '11 S 10 1 1'],
		['no fields', '11 (mcp-git)'],
		['half of them', '11 (mcp-git) S 10'],
		['garbage', '\0\u0001\u00ff)))((('],
	])('has %s in its stat and does no harm', async (_story, stat) => {
		const {put, watch, pids} = scene();
		put(12, {stat});
		await watch.look();
		expect(pids()).toEqual([11]);
	});

	test('may not be read and is passed over', async () => {
		const {put, watch, pids, proc} = scene();
		put(12, {...copy, argv: null});
		put(13, copy);
		symlinkSync('/nowhere', join(proc, '14'));
		await watch.look();
		expect(pids()).toEqual([11, 13]);
	});

	test('is its own ancestor and is passed over', async () => {
		const {put, watch, pids} = scene();
		put(20, {...copy, parent: 21});
		put(21, {...copy, parent: 20, argv: ['sh', '-c', 'mcp-git']});
		await watch.look();
		expect(pids()).toEqual([11]);
	});

	test('has more arguments than anybody reads', async () => {
		const {put, watch, pids} = scene();
		put(12, {...copy, argv: ['mcp-git', ...Array.from({length: 60_000}, () => 'x'.repeat(20))]});
		put(13, {...copy, argv: ['sh', '-c', 'mcp-git '.repeat(10_000)]});
		await watch.look();
		expect(pids()).toEqual([11]);
	});

	test('never lets its arguments be read, and the others are seen without it', async () => {
		const {put, watch, pids, hang, clock, proc} = scene();
		const stuck = [20, 21, 22, 23, 24];
		const release = stuck.map(pid => {
			put(pid, copy);
			return hang(pid);
		});
		const look = watch.look();
		let isOver = false;
		void look.then(() => {
			isOver = true;
		});
		await vi.waitFor(async () => {
			await clock.advance(1000);
			await settled();
			expect(isOver).toBe(true);
		}, waitUntil);
		for (const pid of stuck) expect(pids()).not.toContain(pid);
		// The threads that all files share are still there for others.
		expect(await readFile(join(proc, 'uptime'), 'utf8')).toContain('1000.00');
		for (const free of release) free();
		for (const pid of stuck) put(pid, copy);
		await vi.waitFor(async () => {
			await watch.look();
			expect(pids()).toEqual([11, ...stuck]);
		}, waitUntil);
	});
});

describe('a process that changes', () => {
	test('is another one when its pid is used again', async () => {
		const {put, watch, gone, pass} = scene();
		await watch.look();
		put(11, {parent: 1, startTime: 99_000});
		await pass(11);
		expect(gone).toMatchObject([{end: {process: {pid: 11}}}]);
	});

	test('is known once it has begun to run its program', async () => {
		const {put, watch, pids} = scene();
		put(12, {...copy, argv: agent.argv, comm: 'node', stack: 1});
		await watch.look();
		expect(pids()).toEqual([11]);
		put(12, {...copy, comm: 'node', stack: 2});
		await watch.look();
		expect(pids()).toEqual([11, 12]);
	});

	test('stays known under a title of its own', async () => {
		const {put, watch, pids, gone, pass} = scene();
		await watch.look();
		put(11, {...copy, argv: ['Git for machines'], comm: 'Git for machine'});
		await pass(11);
		expect(pids()).toEqual([11]);
		expect(gone).toEqual([]);
	});

	test('under a title of its own forks workers that are no copies', async () => {
		const {put, watch, pids} = scene();
		await watch.look();
		put(11, {...copy, argv: ['Git for machines'], comm: 'Git for machine'});
		put(12, {...copy, parent: 11});
		await watch.look();
		expect(pids()).toEqual([11]);
	});

	test('has ended although its launcher goes on with something else', async () => {
		const {put, watch, pids, remove, gone, pass} = scene();
		put(11, {...copy, argv: ['sh', '-c', 'mcp-git'], comm: 'sh'});
		await watch.look();
		expect(pids()).toEqual([11]);
		put(12, {...copy, parent: 11});
		await watch.look();
		expect(pids()).toEqual([12]);
		remove(12);
		put(13, {parent: 11});
		await pass(11);
		expect(pids()).toEqual([]);
		expect(gone).toMatchObject([{end: {process: {pid: 12, parentPid: 10}}}]);
	});

	test('is read again while it is young, where its program cannot be known', async () => {
		const {put, watch, pids, setUptime} = scene();
		put(12, {...copy, argv: ['node', '/opt/claude.js'], comm: 'mcp-git', stack: 0, startTime: 99_900});
		await watch.look();
		put(12, {...copy, stack: 0, startTime: 99_900});
		setUptime(1003);
		await watch.look();
		expect(pids()).toEqual([11, 12]);
	});

	test('has ended as a zombie that nobody has buried', async () => {
		const {put, watch, gone, pass} = scene();
		await watch.look();
		put(11, {...copy, argv: [], state: 'Z'});
		await pass(12);
		expect(gone).toHaveLength(1);
	});

	test('has ended while it still gives back its memory', async () => {
		const {put, watch, pids} = scene();
		await watch.look();
		put(11, {...copy, flags: 0x4});
		await watch.look();
		expect(pids()).toEqual([]);
	});

	test('has no agent left when that is a zombie', async () => {
		const {put, watch, remove, gone, pass} = scene();
		await watch.look();
		put(10, {...agent, argv: [], state: 'Z'});
		remove(11);
		await pass(12);
		expect(gone).toEqual([]);
	});
});

test('where npx hides what tells two servers apart, what it has started tells it', async () => {
	const url = (password: string) => `postgresql://ana:${password}@db/x`;
	const args = (password: string) => ['-y', '@mcp/server-postgres', url(password)];
	const [live, stage] = ['live', 'stage'].map(name => stdioServer(name, {command: 'npx', args: args(name)}));
	const {put, watch, changes} = scene([live!, stage!]);
	put(11, {parent: 10, argv: [`npm exec @mcp/server-postgres ${url('***')}`], comm: 'npm exec @mcp/s'});
	await watch.look();
	expect(watch.processes('live')).toMatchObject([{pid: 11, sharedWith: ['stage']}]);
	put(12, {parent: 11, argv: ['sh', '-c', `'mcp-postgres' ${url('stage')}`], comm: 'sh'});
	put(13, {parent: 12, argv: ['node', '/x/node_modules/.bin/mcp-postgres', url('stage')], comm: 'node'});
	await watch.look();
	expect(watch.processes('live')).toEqual([]);
	expect(watch.processes('stage')).toMatchObject([{pid: 13, parentPid: 10, sharedWith: []}]);
	expect(changes).toEqual(['live', 'stage', 'live']);
});

describe('figures', () => {
	test('are taken between two looks', async () => {
		const {put, watch, setUptime, pass, clock} = scene();
		await watch.look();
		expect(watch.processes('git')).toMatchObject([
			{cpuShare: null, ageMs: 999_000, startedAt: clock.now() - 999_000, rssBytes: 2_097_152},
		]);
		put(11, {...copy, cpuTicks: 25, rssKilobytes: 4096});
		setUptime(1001);
		await pass(1);
		expect(watch.processes('git')).toMatchObject([
			{cpuShare: 0.25, ageMs: 1_000_000, startedAt: clock.now() - 1_000_000, rssBytes: 4_194_304},
		]);
	});

	test.each<[argv: string[], comm: string, name: string]>([
		[['/usr/share/cursor/cursor --type=utility --lang=en'], 'cursor', 'cursor'],
		[['/home/ana/bin/node', '/usr/lib/node_modules/@anthropic/claude-code/cli.js'], 'node', 'claude-code'],
		[['python3', '/srv/support-agent.py'], 'python3', 'support-agent'],
		[['python3', '-c', 'run()'], 'python3', 'python3'],
		[['claude'], 'node', 'claude'],
		[['\u001b]0;owned\u0007/bin/x\u202e'], 'x', 'x'],
		[['/'], 'real', 'real'],
	])('name the agent %j as people know it', async (argv, comm, name) => {
		const {put, watch} = scene();
		put(10, {...agent, argv, comm});
		await watch.look();
		expect(watch.processes('git')[0]?.parentName).toBe(name);
	});
});

describe('evidence of want of memory', () => {
	test('is a kill that the machine has counted since the look before', async () => {
		const {watch, remove, setMachineKills, gone, pass} = scene();
		setMachineKills(3);
		await watch.look();
		await pass(1);
		setMachineKills(4);
		remove(11);
		await pass(11);
		expect(gone).toMatchObject([{end: {evidence: {oomKills: 1}}}]);
	});

	test('is none that was counted earlier, or afterwards', async () => {
		const {watch, remove, setMachineKills, gone, pass} = scene();
		setMachineKills(3);
		await watch.look();
		setMachineKills(4);
		await pass(2);
		remove(11);
		await pass(1);
		setMachineKills(5);
		await pass(11);
		expect(gone).toMatchObject([{end: {evidence: null}}]);
	});

	test('is none where the machine does not count', async () => {
		const {watch, remove, gone, pass} = scene();
		await watch.look();
		remove(11);
		await pass(11);
		expect(gone).toMatchObject([{end: {evidence: null}}]);
	});

	test.each<[version: string, cgroup: string, file: string]>([
		['2', '0::/user.slice/app.scope\n', 'user.slice/app.scope/memory.events'],
		['1', '5:cpu,memory:/docker/ab\n0::/\n', 'memory/docker/ab/memory.oom_control'],
	])('comes from its own control group, version %s, not from what others suffered', async (_version, cgroup, file) => {
		const {put, watch, remove, setMachineKills, setGroupKills, gone, pass} = scene();
		put(11, {...copy, cgroup});
		put(12, {...copy, cgroup});
		setMachineKills(3);
		setGroupKills(file, 1);
		await watch.look();
		setMachineKills(4);
		remove(11);
		await pass(2);
		setMachineKills(6);
		setGroupKills(file, 3);
		remove(12);
		await pass(11);
		expect(gone).toMatchObject([
			{end: {process: {pid: 11}, evidence: null}},
			{end: {process: {pid: 12}, evidence: {oomKills: 2}}},
		]);
	});

	test('is never looked for outside of the control groups', async () => {
		const {put, watch, remove, setMachineKills, setGroupKills, gone, pass} = scene();
		put(11, {...copy, cgroup: '0::/../../proc\n'});
		setMachineKills(3);
		setGroupKills('../proc/memory.events', 0);
		await watch.look();
		setGroupKills('../proc/memory.events', 7);
		remove(11);
		await pass(11);
		expect(gone).toMatchObject([{end: {evidence: null}}]);
	});
});

describe('among the processes of a busy machine', () => {
	test('the one copy is found, and no command line is read twice', async () => {
		const {put, watch, pids} = scene();
		for (let pid = 100; pid < 5100; pid++) put(pid, {parent: 10, argv: ['sleep', String(pid)], rssKilobytes: 0});
		await Promise.all([watch.look(), watch.look()]);
		expect(pids()).toEqual([11]);
		put(100, {parent: 10, argv: ['mcp-git'], rssKilobytes: 0});
		await watch.look();
		expect(pids()).toEqual([11]);
	});
});
