import {afterEach, describe, expect, test, vi} from 'vitest';
import type {Action, ActionResult} from '../../source/domain/action.ts';
import {downState, fleetOf, noon, stdioServer, upState} from '../helpers/fleet.ts';
import {sampleFleet} from './sample-fleet.ts';
import {type ModelledScreen, openOnModel} from './screen-on-model.ts';

const opened: ModelledScreen[] = [];
afterEach(() => {
	for (const {screen} of opened.splice(0)) screen.close();
});

async function open(...args: Parameters<typeof openOnModel>): Promise<ModelledScreen> {
	const screen = openOnModel(...args);
	opened.push(screen);
	await screen.see('STATUS');
	return screen;
}

const hourMs = 3_600_000;

describe('a check', () => {
	test('is of the server under the cursor, of the marked ones, or of all that are shown and enabled', async () => {
		const {press, see, acted} = await open(sampleFleet());
		press('jr');
		await see('checking events-sse');
		press('  r');
		await see('checking 2 servers');
		press('\x1b/tag:team\r R');
		await see('checking 4 servers');
		expect(acted).toEqual([
			{do: 'check', servers: ['events-sse']},
			{do: 'check', servers: ['elasticsearch-mcp', 'events-sse']},
			{do: 'check', servers: ['redis-mcp', 'elasticsearch-mcp', 'github-mcp', 'postgres-mcp']},
		]);
	});
	test('of a heading is of its whole group', async () => {
		const {press, see, acted} = await open(sampleFleet());
		press('tkr');
		await see('checking 2 servers');
		expect(acted).toEqual([{do: 'check', servers: ['redis-mcp', 'postgres-mcp']}]);
	});
	test('of a disabled server says that there is nothing to check', async () => {
		const {press, see, acted} = await open(fleetOf([upState('a', {server: stdioServer('a', {enabled: false})})]));
		press('r');
		await see('nothing to check');
		expect(acted).toEqual([]);
	});
});

describe('an acknowledgement', () => {
	test('is given, and taken back where it is there already', async () => {
		const {press, see, acted, monitor} = await open(fleetOf([downState('a')]));
		press('a');
		await see('did acknowledge a');
		monitor.fleet.set(fleetOf([downState('a', {acknowledged: true})]));
		await see('acknowledged · exited');
		press('a');
		await see('did unacknowledge a');
		expect(acted).toEqual([
			{do: 'acknowledge', servers: ['a'], by: 'ann', reason: null},
			{do: 'unacknowledge', servers: ['a'], by: 'ann'},
		]);
	});
	test('is undone with U, once', async () => {
		const undo: Action = {do: 'unacknowledge', servers: ['a'], by: 'ann'};
		const act = async (action: Action): Promise<ActionResult> => ({
			ok: true,
			message: `${action.do} done`,
			undo: action.do === 'acknowledge' ? undo : null,
		});
		const {press, see, acted} = await open(fleetOf([downState('a')]), {monitor: {act}});
		press('a');
		await see('acknowledge done');
		press('U');
		await see('undone: unacknowledge done');
		press('U');
		await see('nothing was done here that can be undone');
		expect(acted.at(-1)).toEqual(undo);
	});
	test('that is refused says why', async () => {
		const act = async (): Promise<ActionResult> => ({ok: false, message: 'nothing is wrong with a'});
		const {press, see} = await open(fleetOf([upState('a')]), {monitor: {act}});
		press('a');
		await see('nothing is wrong with a');
	});
});

describe('a silence', () => {
	test('asks for how long and why', async () => {
		const {press, see, acted} = await open(sampleFleet());
		press('s');
		await see('silence redis-mcp for');
		press('2h deploy of redis\r');
		await see('did silence name:redis-mcp');
		expect(acted).toEqual([
			{do: 'silence', query: 'name:redis-mcp', until: noon + 2 * hourMs, by: 'ann', reason: 'deploy of redis'},
		]);
	});
	test('lasts an hour when no time is given, and is of all marked servers', async () => {
		const {press, see, acted} = await open(sampleFleet());
		press('  s\r');
		await see('did silence');
		expect(acted).toEqual([
			{
				do: 'silence',
				query: 'name:redis-mcp | name:events-sse',
				until: noon + hourMs,
				by: 'ann',
				reason: null,
			},
		]);
	});
	test('of a time that is none asks again, and Esc leaves it', async () => {
		const {press, see, miss, acted} = await open(sampleFleet());
		press('s2x\r');
		await see('for how long?');
		press('\x1b');
		await miss('silence redis-mcp for');
		expect(acted).toEqual([]);
	});
	test('that covers the server is ended by a command', async () => {
		const silences = [
			{id: 's1', query: 'tag:critical', from: noon - 1, until: noon + hourMs, reason: null, by: 'bob'},
			{id: 's2', query: 'name:other', from: noon - 1, until: noon + hourMs, reason: null, by: 'bob'},
		];
		const {press, see, acted} = await open(sampleFleet({silences}));
		press(':unsilence\r');
		await see('did endSilence s1');
		expect(acted).toEqual([{do: 'endSilence', id: 's1', by: 'ann'}]);
		press('j:unsilence\r');
		await see('no silence covers events-sse');
	});
});

describe('accepting drift', () => {
	test('needs a yes, is only where there is drift, and is of what was looked at', async () => {
		const {press, see, acted} = await open(sampleFleet());
		press('A');
		await see('the schema of redis-mcp has not changed');
		press('jjjA');
		await see('accept the tools of github-mcp as they are now?');
		press('n');
		expect(acted).toEqual([]);
		press('A');
		await see('accept the tools of github-mcp');
		press('y');
		await see('did accept github-mcp');
		expect(acted).toEqual([{do: 'accept', server: 'github-mcp', expect: 'beef', by: 'ann'}]);
	});
});

test('a pause is asked for by a command, and ended by one', async () => {
	const {press, see, acted, monitor} = await open(sampleFleet());
	press(':pause 30m\r');
	await see('did pause');
	monitor.fleet.set(sampleFleet({pause: {from: noon, until: noon + hourMs / 2, by: 'ann'}}));
	await see('PAUSED until 12:52');
	press(':resume\r');
	await see('did resume');
	expect(acted).toEqual([
		{do: 'pause', until: noon + hourMs / 2, by: 'ann'},
		{do: 'resume', by: 'ann'},
	]);
});

describe('what is copied', () => {
	const inXterm = {env: {TERM: 'xterm'}};
	const copiedBy = ({stdout}: ModelledScreen) => {
		const [, base64 = ''] = /\x1b\]52;c;([^\x07]+)\x07/.exec(stdout.writes.join('')) ?? [];
		return Buffer.from(base64, 'base64').toString();
	};
	test('are the details of the server as JSON, without secrets', async () => {
		const server = stdioServer('a', {args: ['--api-key', 'hunter2'], env: {TOKEN: 'hunter2'}});
		const screen = await open(fleetOf([downState('a', {server})]), inXterm);
		screen.press('y');
		await screen.see('sent to the clipboard');
		const copied = copiedBy(screen);
		expect(JSON.parse(copied)).toMatchObject({name: 'a', status: 'down', error: {category: 'process_exited'}});
		expect(copied).not.toContain('hunter2');
	});
	test('is shown where there is no clipboard', async () => {
		const {press, see} = await open(fleetOf([downState('a')]), {env: {TERM: 'linux'}});
		press('y');
		await see('details, to copy by hand');
		await see('"status": "down"');
		press('\x1b');
		await see('STATUS');
	});
	test('is the address of the runbook, which is shown too', async () => {
		const server = stdioServer('a', {runbookUrl: 'https://wiki.example.com/a'});
		const screen = await open(fleetOf([downState('a', {server}), upState('b')]), inXterm);
		screen.press('u');
		await screen.see('https://wiki.example.com/a (sent to the clipboard');
		expect(copiedBy(screen)).toBe('https://wiki.example.com/a');
		screen.press('ju');
		await screen.see('b has no runbook_url');
	});
});

test('a screen that is only attached says to whom, and quits without being asked', async () => {
	const {screen, press, see} = await open(sampleFleet({attachedTo: 4711}), {columns: 160});
	await see('attached to 4711');
	press('q');
	expect(await screen.closed).toBe('quit');
});

test('the bell rings once for new critical alerts, where that is wanted', async () => {
	const rings = (screen: ModelledScreen) => screen.stdout.writes.filter(text => text === '\x07').length;
	const [loud, quiet] = [await open(fleetOf([upState('a')]), {bell: true}), await open(fleetOf([upState('a')]))];
	for (const {monitor, see} of [loud, quiet]) {
		monitor.fleet.set(sampleFleet());
		await see('redis-mcp');
	}
	await vi.waitFor(() => expect(rings(loud)).toBe(1));
	expect(rings(quiet)).toBe(0);
});
