import stringWidth from 'string-width';
import {afterEach, describe, expect, test, vi} from 'vitest';
import type {TimelineCell} from '../../source/domain/timeline.ts';
import {alertOf, fleetOf, httpServer, listingOf, noon, tool, upState} from '../helpers/fleet.ts';
import {sampleFleet} from './sample-fleet.ts';
import {type ModelledScreen, openOnModel} from './screen-on-model.ts';

const opened: ModelledScreen[] = [];
afterEach(() => {
	for (const {screen} of opened.splice(0)) screen.close();
});

async function open(...args: Parameters<typeof openOnModel>): Promise<ModelledScreen> {
	const screen = openOnModel(...args);
	opened.push(screen);
	await screen.see('SERVER');
	return screen;
}

describe('an open server', () => {
	test('has tabs, the tools one by one, and its log', async () => {
		const listing = listingOf([tool('alpha'), tool('beta', {description: 'Second of two.'})]);
		const fleet = fleetOf([upState('one', {listing})]);
		const {press, see, miss} = await open(fleet, {log: ['listening on stdio', 'ready\x1b[2J']});
		press('\r');
		await see(/p95 +61ms/);
		press('\t');
		await see(/│ ▌ │ alpha/);
		press('j');
		await see(/│ ▌ │ beta +│ Second of two\./);
		press('\r');
		await see('Second of two.');
		await see(' input');
		press('\x1b');
		await miss(' input');
		press('\t\t\t');
		await see('[incidents]');
		press('\t');
		await see('listening on stdio');
		await see('ready');
		press('\t');
		await see('[agents]');
		press('\x1b');
		await see('LATENCY');
	});
	test('is scrolled when it does not fit', async () => {
		const fleet = fleetOf([upState('one', {server: httpServer('one', {tags: ['a', 'b'], usedBy: ['agent']})})]);
		const {press, see} = await open(fleet, {columns: 60, rows: 15});
		press('\r');
		await see(/lines 1-9 of \d+/);
		press('j');
		await see(/lines 2-10 of \d+/);
	});
	test('names all of its tabs at 60 columns, and the open one at 40', async () => {
		const {press, see, resize, model} = await open(sampleFleet(), {columns: 60, rows: 20});
		press('jjj\r');
		await see('[overview] tools 26 drift scorecard incidents log agents');
		press('\x1b[Z');
		await see('incidents log [agents]');
		resize(40, 20);
		await see(/^ … .*log \[agents\]/m);
		for (const line of model.lines()) expect(stringWidth(line)).toBeLessThanOrEqual(40);
	});
	test('shows what has changed in its tools at once with d', async () => {
		const {press, see} = await open(sampleFleet());
		press('jjjd');
		await see('[drift]');
		await see('delete_branch');
	});
	test('that is no longer watched gives way to the fleet', async () => {
		const {press, see, monitor} = await open(fleetOf([upState('one'), upState('two')]));
		press('\r');
		await see('[overview]');
		monitor.fleet.set(fleetOf([upState('two')]));
		await see('SERVER');
		await see('t group');
	});
	test('with hundreds of tools shows those around the selected one, or those that are searched for', async () => {
		const tools = Array.from({length: 300}, (_none, index) => tool(`tool_${index}`, {description: 'x'.repeat(5000)}));
		const {press, see} = await open(fleetOf([upState('one', {listing: listingOf(tools)})]), {columns: 80, rows: 24});
		press('\r');
		await see('[overview]');
		press('\tG');
		await see(/│ ▌ │ tool_299/);
		press('/_12');
		await see('11 of 300');
		press('\rG\r');
		await see(/^ tool_129/m);
	});
	test('lists its tools without a frame in ASCII', async () => {
		const {press, see, model} = await open(fleetOf([upState('one')]), {color: false, ascii: true});
		press('\r\t');
		await see(/>read_file/);
		expect(model.text()).toMatch(/^[\x20-\x7e\n]*$/);
	});
});

describe('the log', () => {
	const lines = Array.from({length: 100}, (_none, index) => `line ${index}${index === 40 ? ' refused' : ''}`);
	test('follows its end, is held by scrolling back, and followed again with F', async () => {
		const {press, see} = await open(fleetOf([upState('one')]), {log: lines, rows: 24});
		press('l');
		await see('line 99');
		await see('following');
		press('k');
		await see('held');
		press('g');
		await see('line 0');
		press('F');
		await see('line 99');
	});
	test('is searched as one types, and from place to place', async () => {
		const {press, see, miss} = await open(fleetOf([upState('one')]), {log: lines, rows: 24});
		press('l');
		await see('line 99');
		press('/refu');
		await see('line 40 refused');
		press('\rG');
		await see('line 99');
		press('n');
		await see('line 40 refused');
		press('\x1b');
		await miss('/ refu');
		await see('[log]');
	});
	test('is read again while it is open, and drawn again only when it has grown', async () => {
		let log: readonly string[] = ['first line'];
		const {press, see, clock, stdout} = await open(fleetOf([upState('a')]), {monitor: {log: async () => log}});
		press('l');
		await see('first line');
		await vi.waitFor(() => expect(stdout.writes.at(-1)).toContain('first line'));
		const before = stdout.writes.length;
		clock.advance(1000);
		await new Promise(resolve => setImmediate(resolve));
		expect(stdout.writes.length).toBe(before);
		log = ['first line', 'second line'];
		clock.advance(1000);
		await see('second line');
	});
});

describe('the heatmap', () => {
	const cells = (count: number): TimelineCell[] =>
		Array.from({length: count}, (_none, index) => ({
			start: noon - (count - index) * 60_000,
			end: noon - (count - index - 1) * 60_000,
			uptime: 1,
			p50Ms: 40,
			p95Ms: 60,
			checks: 2,
			failed: 0,
		}));
	test('has a row for each server that the table shows, and opens the selected one', async () => {
		const asked: string[] = [];
		const timelines = async (window: string, count: number) => {
			asked.push(window);
			return new Map(sampleFleet().servers.map(({server}) => [server.name, cells(count)]));
		};
		const {press, see, model} = await open(sampleFleet(), {monitor: {timelines}});
		press('/mcp\rm');
		await see(/redis-mcp +░+ +100\.0%/);
		expect(model.text()).not.toContain('events-sse  ');
		press('>');
		await see('availability over 7d');
		press('o');
		await see('p95 over 7d');
		expect(asked).toEqual(['24h', '7d']);
		press('j\r');
		await see('[overview]');
		press('\x1b');
		await see('[heatmap]');
		press('\t');
		await see('[alerts]');
		press('\t');
		await see('SERVER');
	});
});

test('the alert log tells what is new since the last look at it', async () => {
	const {press, see, miss, model, monitor, clock} = await open(sampleFleet());
	press('L');
	await see('[alerts]');
	await miss('new since');
	press('\x1b');
	await see('SERVER');
	clock.advance(60_000);
	const fresh = alertOf('slack-mcp', {id: 'fresh', at: noon + 30_000, message: 'down: no answer'});
	monitor.fleet.set(sampleFleet({alerts: [fresh, ...sampleFleet().alerts]}));
	clock.advance(100);
	press('L');
	await see('new since');
	press('\x1b');
	await miss('new since');
	press('L');
	await see('[alerts]');
	expect(model.text()).not.toContain('new since');
});

describe('the help', () => {
	test('is for what is shown, is searched, and goes with Esc', async () => {
		const {press, see, miss, acted} = await open(sampleFleet());
		press('?');
		await see('keys in the table');
		press('/runbook');
		await see('copy the address of the runbook');
		press('\r');
		await see('/ runbook');
		press('\x1b');
		await miss('/ runbook');
		press('\x1b');
		await miss('keys in');
		press('\r?');
		await see('keys in a server');
		press('?');
		await see('[overview]');
		expect(acted).toEqual([]);
	});
	test('has every key, every command and every field of filters', async () => {
		const {press, see, model} = await open(sampleFleet(), {columns: 120, rows: 200});
		press('?');
		await see('keys in the table');
		const {keyBindings} = await import('../../source/view/keys.ts');
		const {commands} = await import('../../source/view/commands.ts');
		const text = model.text().replaceAll(/\s+/g, ' ');
		for (const {help} of [...keyBindings, ...commands]) expect(text).toContain(help.replaceAll(/\s+/g, ' '));
		for (const field of ['latency', 'category', 'drift']) expect(text).toContain(` ${field} `);
	});
});
