import {chmod, mkdir} from 'node:fs/promises';
import {createServer, type Socket} from 'node:net';
import {join} from 'node:path';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {sendAction} from '../../source/control/ask-owner.ts';
import {attach} from '../../source/control/attach.ts';
import {diffFleet} from '../../source/control/fleet-diff.ts';
import {claimStore} from '../../source/control/ownership.ts';
import {protocolVersion} from '../../source/control/protocol.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {createStillMonitor, downState, fleetOf, listingOf, tool, upState} from '../helpers/fleet.ts';
import {createStage, createVisitor, greetingOf, untilFleet, type Visitor} from './stage.ts';

const stage = createStage();
const ends: (() => unknown)[] = [];
afterEach(async () => {
	for (const end of ends.splice(0)) end();
	await stage.clear();
});

const us = {clock: systemClock, version: '0.2.0'};
const fleet = fleetOf([downState('redis'), upState('a')]);

async function welcome(store: string): Promise<Visitor> {
	const visitor = await stage.knock(store);
	visitor.say(greetingOf());
	await visitor.hear('"patch"');
	return visitor;
}

describe('whoever knocks at the owner', () => {
	test('is greeted with the protocol and the process, before it has said anything', async () => {
		const store = await stage.store();
		await stage.own(store, fleet);
		const visitor = await stage.knock(store);
		expect(JSON.parse(await visitor.hear('langsight'))).toEqual({langsight: protocolVersion, pid: process.pid});
	});

	test.each<[what: string, said: string]>([
		['garbage', 'GET / HTTP/1.1\r\n\r\n'],
		['bytes that are no text', '\xff\xfe\x00\n'],
		['JSON that is no object', '5\n'],
		['a greeting without a version', '{"hello":{"protocol":2}}\n'],
		['a request before the greeting', '{"id":1,"log":"a"}\n'],
		['a line without an end', 'x'.repeat(300 * 1024)],
		['a long line after the greeting', `${JSON.stringify(greetingOf())}\n{"id":1,"log":"${'x'.repeat(300 * 1024)}"}\n`],
		['garbage after the greeting', `${JSON.stringify(greetingOf())}\nhello?\n`],
	])('and says %s is sent away; the others stay', async (_what, said) => {
		const store = await stage.store();
		const {monitor} = await stage.own(store, fleet);
		const good = await stage.attach(store);
		const visitor = await stage.knock(store);
		visitor.socket.write(said, 'latin1');
		await visitor.closed;
		expect(await good.monitor.act({do: 'check', servers: ['a']})).toMatchObject({ok: true});
		expect(monitor.asked).toEqual(['check a']);
	});

	test.each<[what: string, message: object]>([
		['no such action', {act: {do: 'explode', by: 'me'}}],
		['an action without who', {act: {do: 'resume'}}],
		['a time that is none', {act: {do: 'pause', until: 'tomorrow', by: 'me'}}],
		['a million cells', {timelines: {window: '7d', cells: 1_000_000}}],
		['no cells', {timelines: {window: '7d', cells: 0}}],
		['a window nobody knows', {timelines: {window: 'toString', cells: 10}}],
		['a log of a number', {log: 5}],
		['nothing known', {later: true}],
	])('and asks for %s is told that it is not understood, and may go on', async (_what, message) => {
		const store = await stage.store();
		const {monitor} = await stage.own(store, fleet);
		const visitor = await welcome(store);
		visitor.say({id: 7, ...message});
		expect(JSON.parse(await visitor.hear('"id":7'))).toEqual({
			id: 7,
			failed: 'the running monitor does not understand that',
		});
		visitor.say({id: 8, act: {do: 'resume', by: '\u001b[31mme'}});
		await visitor.hear('"did resume"');
		expect(monitor.asked).toEqual(['resume']);
	});

	test('and says what only later versions know is not sent away for it', async () => {
		const store = await stage.store();
		await stage.own(store, fleet);
		const visitor = await welcome(store);
		visitor.say({feeling: 'well'});
		visitor.say({id: 1, log: 'a', mood: 'good'});
		expect(JSON.parse(await visitor.hear('"id":1'))).toEqual({id: 1, result: []});
	});

	test('may say a line in as many parts as it likes', async () => {
		const store = await stage.store();
		await stage.own(store, fleet);
		const visitor = await stage.knock(store);
		const line = Buffer.from(`${JSON.stringify(greetingOf({version: '0.2.0-ü'}))}\n{"id":1,"log":"ü"}\n`);
		for (const byte of line) await new Promise(resolve => visitor.socket.write(Buffer.of(byte), resolve));
		await visitor.hear('"id":1');
	});

	test('and asks for too much at once is told so', async () => {
		const store = await stage.store();
		const answers: (() => void)[] = [];
		await stage.own(store, fleet, {
			make: shown => ({
				...createStillMonitor(shown),
				log: () => new Promise(resolve => answers.push(() => resolve([]))),
			}),
		});
		const visitor = await welcome(store);
		for (let id = 1; id <= 17; id++) visitor.say({id, log: 'a'});
		expect(JSON.parse(await visitor.hear('is busy'))).toMatchObject({id: 17});
		expect(answers).toHaveLength(16);
		for (const answer of answers) answer();
		await visitor.hear('"id":16');
	});

	test('and says nothing is sent away after a while', async () => {
		const store = await stage.store();
		const clock = createFakeClock();
		await stage.own(store, fleet, {clock});
		const visitor = await stage.knock(store);
		await visitor.hear('langsight');
		await vi.waitFor(() => expect(clock.pending()).toBeGreaterThan(0));
		await clock.advance(5000);
		await visitor.closed;
	});

	test('as the seventeenth screen is told to wait; an action is done all the same', async () => {
		const store = await stage.store();
		await stage.own(store, fleet);
		const screens = await Promise.all(Array.from({length: 16}, () => stage.attach(store)));
		expect(await attach(store, us)).toEqual({
			refused: `16 screens are attached to the running monitor (process ${process.pid}) already: close one of them`,
		});
		expect(await sendAction(store, {do: 'resume', by: 'me'}, us)).toMatchObject({ok: true});
		screens[0]?.close();
		await vi.waitFor(async () => stage.attach(store), 5000);
	});

	test('and takes nothing is shown no more, and dropped in the end; the others are not kept waiting', async () => {
		const store = await stage.store();
		const clock = createFakeClock();
		const large = (round: number) => {
			const listing = listingOf([tool('a', {description: `${round}${'x'.repeat(1024 * 1024)}`})]);
			return fleetOf([upState('a', {listing, reinitialisations: round})]);
		};
		const {monitor} = await stage.own(store, large(0), {clock});
		const slow = await stage.knock(store);
		const good = await stage.attach(store);
		slow.say(greetingOf());
		slow.socket.pause();
		for (let round = 1; round <= 20; round++) {
			monitor.fleet.set(large(round));
			await clock.advance(100);
			await untilFleet(good.monitor, ({servers}) => servers[0]?.reinitialisations === round);
		}
		await clock.advance(20_000);
		slow.socket.resume();
		await slow.closed;
		expect(slow.bytes()).toBeLessThan(3 * 1024 * 1024);
		expect(await good.monitor.act({do: 'resume', by: 'me'})).toMatchObject({ok: true});
	});

	test('and only rests for a moment is shown the newest fleet afterwards, not each in between', async () => {
		const store = await stage.store();
		const clock = createFakeClock();
		const large = (round: number) => {
			const listing = listingOf([tool('a', {description: `${round}${'x'.repeat(1024 * 1024)}`})]);
			return fleetOf([upState('a', {listing, reinitialisations: round})]);
		};
		const {monitor} = await stage.own(store, large(0), {clock});
		const slow = await stage.knock(store);
		slow.say(greetingOf());
		slow.socket.pause();
		for (let round = 1; round <= 20; round++) {
			monitor.fleet.set(large(round));
			await clock.advance(100);
		}
		slow.socket.resume();
		await vi.waitFor(async () => {
			await clock.advance(100);
			expect(slow.lines.join()).toContain('"reinitialisations":20');
		}, 5000);
		expect(slow.lines.length).toBeLessThan(8);
	});
});

describe('an owner of another version', () => {
	const newer = protocolVersion + 1;

	test('is told apart by both sides, who name both versions', async () => {
		const store = await stage.store();
		await stage.own(store, fleet);
		const visitor = await stage.knock(store);
		visitor.say(greetingOf({protocol: newer, version: '0.9.0'}));
		expect(JSON.parse(await visitor.hear('hello'))).toMatchObject({
			hello: {protocol: protocolVersion, version: '0.2.0'},
		});
		expect(JSON.parse(await visitor.hear('refused'))).toEqual({
			refused: `the running monitor (process ${process.pid}) is LangSight 0.2.0 (protocol ${protocolVersion}), this is LangSight 0.9.0 (protocol ${newer}): restart it or use that version`,
		});
		await visitor.closed;
	});

	test('is not attached to, whatever else it says', async () => {
		const store = await listen(visitor => {
			visitor.write(`{"langsight":${newer},"pid":4242,"later":1}\n`);
			visitor.write(`{"hello":{"protocol":${newer},"version":"0.9.0\\u001b[31m","pid":4242}}\n{"later":true}\n`);
		});
		const told = `the running monitor (process 4242) is LangSight 0.9.0 (protocol ${newer}), this is LangSight 0.2.0 (protocol ${protocolVersion}): restart it or use that version`;
		expect(await attach(store, us)).toEqual({refused: told});
		expect(await sendAction(store, {do: 'resume', by: 'me'}, us)).toEqual({ok: false, message: told});
	});

	test('is not attached to when it only ever greets, as the first version did', async () => {
		const store = await listen(visitor => visitor.end('{"langsight":1,"pid":4242}\n'));
		expect(await attach(store, us)).toEqual({
			refused: `the running monitor (process 4242) is another LangSight (protocol 1), this is LangSight 0.2.0 (protocol ${protocolVersion}): restart it or use that version`,
		});
		expect(await claimStore(store)).toEqual({isOwner: false, pid: 4242});
	});
});

describe('what listens at the socket and is no monitor', () => {
	const hello = `{"langsight":${protocolVersion},"pid":4242}\n{"hello":{"protocol":${protocolVersion},"version":"0.2.0","pid":4242}}\n`;
	const whole = `${hello}${diffFleet(null, fleet).join('\n')}\n`;

	test.each<[what: string, said: string, refused: RegExp]>([
		['talks of something else', 'SSH-2.0-OpenSSH_9.6\n', /does not speak as a LangSight monitor/],
		[
			'greets and then talks of something else',
			`{"langsight":${protocolVersion},"pid":1}\nhello?\n`,
			/does not speak as a LangSight/,
		],
		['shows a fleet that is none', `${hello}{"patch":{"servers":5}}\n`, /0\.2\.0 does not understand/],
		['shows half a fleet', `${hello}{"patch":{"order":["a"],"servers":[]}}\n`, /shows only part of its fleet/],
		['sends an answer to nothing, then garbage', `${hello}{"id":99,"result":1}\nx\n`, /does not speak as it should/],
		[
			'sends us away in red',
			`{"langsight":${protocolVersion},"pid":1}\n{"refused":"\\u001b[31mno\\nway"}\n`,
			/^no way$/,
		],
	])('and %s is not attached to', async (_what, said, refused) => {
		const store = await listen(visitor => visitor.write(said));
		expect(await attach(store, us)).toEqual({refused: expect.stringMatching(refused)});
	});

	test('and hangs up before it has shown the fleet is not there any more', async () => {
		const store = await listen(visitor => visitor.end(hello));
		expect(await attach(store, us)).toBeNull();
	});

	test('and says nothing is not waited for', async () => {
		let isCalled = false;
		const store = await listen(() => {
			isCalled = true;
		});
		const clock = createFakeClock();
		const attaching = attach(store, {...us, clock});
		await vi.waitFor(() => expect(isCalled).toBe(true));
		await clock.advance(10_000);
		expect(await attaching).toEqual({refused: expect.stringMatching(/does not answer/)});
	});

	test('and shakes hands but shows nothing is not waited for', async () => {
		const clock = createFakeClock();
		let isCalled = false;
		const store = await listen(visitor => {
			visitor.on('data', () => {
				visitor.write(hello);
				isCalled = true;
			});
		});
		const attaching = attach(store, {...us, clock});
		await vi.waitFor(() => expect(isCalled).toBe(true));
		await vi.waitFor(async () => {
			await clock.advance(10_000);
			expect(await Promise.race([attaching, Promise.resolve('waits')])).toEqual({refused: expect.any(String)});
		});
	});

	test('and talks without end is hung up on', async () => {
		const flood = '{"'.padEnd(1024 * 1024, 'x');
		let sent = 0;
		const store = await listen(visitor => {
			const pour = () => {
				while (visitor.writable && sent < 100) {
					sent++;
					if (!visitor.write(flood)) return;
				}
			};
			visitor.on('drain', pour);
			visitor.write(hello, pour);
		});
		expect(await attach(store, us)).toEqual({refused: expect.stringMatching(/does not speak as it should/)});
		expect(sent).toBeLessThan(60);
	});

	test('and begins to talk of something else later is hung up on', async () => {
		let owner: Socket | null = null;
		const store = await listen(visitor => {
			owner = visitor;
			visitor.write(whole);
		});
		const {monitor, ended} = await stage.attach(store);
		(owner as Socket | null)?.write('{"patch":{"servers":[["redis",{"health":null}]]}}\n');
		await ended;
		expect(monitor.fleet.getSnapshot().servers[0]?.health.status).toBe('down');
	});

	test('and answers in another way than it should gets nowhere', async () => {
		const store = await listen(visitor => {
			visitor.write(whole);
			const {lines} = createVisitor(visitor);
			visitor.on('data', () => {
				for (const line of lines) {
					const {id} = JSON.parse(line);
					if (id) visitor.write(`${JSON.stringify({id, result: {ok: 'perhaps'}})}\n`);
				}
			});
		});
		const {monitor} = await stage.attach(store);
		expect(await monitor.act({do: 'resume', by: 'me'})).toEqual({
			ok: false,
			message: 'the monitor answered in another way than it should',
		});
		expect(await monitor.log('a')).toEqual([]);
		expect(await monitor.record('a')).toBeNull();
		expect(await monitor.timelines('1h', 10)).toEqual(new Map());
	});
});

test('the sockets of a store with a long path are not looked for in a folder of somebody else', async () => {
	const store = await stage.store();
	const ours = join(store, 'tmp');
	await mkdir(join(ours, `langsight-${process.getuid?.()}`), {recursive: true});
	await chmod(ours, 0o755);
	vi.stubEnv('TMPDIR', ours);
	try {
		expect(await attach(join(store, 'x'.repeat(120)), us)).toBeNull();
	} finally {
		vi.unstubAllEnvs();
	}
});

/** A socket that anybody could have put into a store. */
async function listen(talk: (visitor: Socket) => void): Promise<string> {
	const store = await stage.store();
	await mkdir(store, {recursive: true});
	const visitors = new Set<Socket>();
	const server = createServer(visitor => {
		visitors.add(visitor);
		visitor.on('error', () => {});
		talk(visitor);
	});
	await new Promise<void>(resolve => server.listen(join(store, 'monitor-1.sock'), resolve));
	ends.push(() => {
		server.close();
		for (const visitor of visitors) visitor.destroy();
	});
	return store;
}
