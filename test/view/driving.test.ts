import {afterEach, describe, expect, test, vi} from 'vitest';
import {fleetOf, httpServer, listingOf, slowState, tool, upState} from '../helpers/fleet.ts';
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

const selectedRow = ({model}: ModelledScreen) => model.lines().find(line => line.includes('▌')) ?? '';

describe('the filter', () => {
	test('narrows the rows at each letter, and Enter keeps it', async () => {
		const {press, see, miss} = await open(sampleFleet());
		press('/team:pay');
		await see('/ team:pay█');
		press('\x15tag:team:payments');
		await miss('elasticsearch-mcp  ');
		press('\x15post');
		await see('1 of 9');
		press('\r');
		await see('/ post  1 of 9');
		await miss('redis-mcp  ');
	});
	test('says at which column a mistake is, and filters nothing meanwhile', async () => {
		const {press, see, model} = await open(sampleFleet());
		press('/latency>fast');
		await see(/column \d+: latency is compared with a number/);
		expect(model.text()).toContain('postgres-mcp');
	});
	test('is cleared by Esc, while typing and later', async () => {
		const {press, see, miss} = await open(sampleFleet());
		press('/nosuch');
		await see('nothing matches; Esc clears the filter');
		press('\x1b');
		await miss('nosuch');
		press('/slack\r');
		await see('1 of 9');
		press('\x1b');
		await see('postgres-mcp');
	});
	test('takes what is pasted, keys of other views included', async () => {
		const {press, see, monitor} = await open(sampleFleet());
		press('/qrRAp name~red\x7f');
		await see('/ qrRAp name~re█');
		expect(monitor.asked).toEqual([]);
	});
});

describe('the selection', () => {
	test('moves with j and k and the arrows', async () => {
		const screen = await open(sampleFleet());
		screen.press('jj\x1b[B');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('github-mcp'));
		screen.press('k\x1b[A');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('events-sse'));
	});
	test('follows its server to another row', async () => {
		const screen = await open(fleetOf([upState('a'), upState('b'), upState('c')]));
		screen.press('j');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain(' b '));
		screen.monitor.fleet.set(fleetOf([upState('a'), upState('b'), slowState('c')]));
		await screen.see('◐ 1 degraded');
		expect(selectedRow(screen)).toContain(' b ');
	});
});

test('problems only, grouping and order say that they are on', async () => {
	const {press, see, model, miss} = await open(sampleFleet());
	press('e');
	await see('problems only');
	expect(model.text()).not.toContain('postgres-mcp');
	press('e');
	await miss('problems only');
	press('t');
	await see(/▾ payments {2}1\/2 up {2}✖ 1 down/);
	press('t');
	await see('group status');
	press('>o');
	await see('order name ↑');
	press('<<');
	await see('order config ↑');
});

describe('keys that act on the fleet', () => {
	test('check the selected server, or all that are enabled', async () => {
		const {press, see, monitor} = await open(sampleFleet());
		press('jr');
		await see('checking events-sse');
		press('R');
		await see('checking all servers');
		expect(monitor.asked[0]).toBe('check events-sse');
		expect(monitor.asked[1]).toContain('postgres-mcp');
		expect(monitor.asked[1]).not.toContain('legacy-mcp');
	});
	test('accept drift only after a yes, and only where there is any', async () => {
		const {press, see, monitor} = await open(sampleFleet());
		press('A');
		await see('the schema of redis-mcp has not changed');
		press('jjjA');
		await see('accept the tools of github-mcp as they are now?');
		press('n');
		expect(monitor.asked).toEqual([]);
		press('A');
		await see('accept the tools of github-mcp');
		press('y');
		await see('accepted the tools of github-mcp');
		expect(monitor.asked).toEqual(['accept github-mcp']);
	});
});

test('a frozen picture stays as it is while the fleet goes on', async () => {
	const {press, see, miss, monitor, model} = await open(sampleFleet());
	press('p');
	await see('FROZEN');
	monitor.fleet.set(fleetOf([upState('newcomer')]));
	press('j');
	await see(/▌ events-sse/);
	expect(model.text()).not.toContain('newcomer');
	press('p');
	await see('newcomer');
	await miss('FROZEN');
});

describe('an open server', () => {
	test('has an overview, its tools, each tool, and its log', async () => {
		const listing = listingOf([tool('alpha'), tool('beta', {description: 'Second of two.'})]);
		const fleet = fleetOf([upState('one', {listing})]);
		const {press, see, miss} = await open(fleet, {log: ['listening on stdio', 'ready\x1b[2J']});
		press('\r');
		await see('p95 61ms');
		press('\t');
		await see(/│ ▌ │ alpha/);
		press('j');
		await see(/│ ▌ │ beta +│ Second of two\./);
		press('\r');
		await see('input schema');
		press('\x1b');
		await miss('input schema');
		press('\x1b[C');
		await see('listening on stdio');
		await see('ready');
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
	test('that is no longer watched gives way to the fleet', async () => {
		const {press, see, monitor} = await open(fleetOf([upState('one'), upState('two')]));
		press('\r');
		await see('[overview]');
		monitor.fleet.set(fleetOf([upState('two')]));
		await see('SERVER');
	});
	test('with hundreds of tools shows those around the selected one', async () => {
		const tools = Array.from({length: 300}, (_none, index) => tool(`tool_${index}`, {description: 'x'.repeat(5000)}));
		const {press, see} = await open(fleetOf([upState('one', {listing: listingOf(tools)})]), {columns: 80, rows: 24});
		press('\r');
		await see('[overview]');
		press('\tG');
		await see(/│ ▌ │ tool_299/);
	});
});

test('the help comes with ? and goes with any key, which does nothing else', async () => {
	const {press, see, miss, monitor} = await open(sampleFleet());
	press('?');
	await see('any key closes');
	press('r');
	await miss('any key closes');
	expect(monitor.asked).toEqual([]);
});

test('a key is answered by one write, and a key without meaning by none', async () => {
	const {press, stdout, clock} = await open(sampleFleet());
	const before = stdout.writes.length;
	press('j');
	await vi.waitFor(() => expect(stdout.writes.length).toBe(before + 1));
	expect(stdout.writes.at(-1)?.length).toBeLessThan(1000);
	press('Zé\x1b[15~');
	press('k');
	await vi.waitFor(() => expect(stdout.writes.length).toBe(before + 2));
	clock.advance(15_000);
	expect(stdout.writes.length).toBe(before + 2);
});

test('a resize draws everything once, at the new size', async () => {
	const {resize, see, model, stdout} = await open(sampleFleet());
	for (const [columns, rows] of [
		[70, 20],
		[40, 10],
		[160, 50],
	] as const) {
		const before = stdout.writes.length;
		resize(columns, rows);
		await see('redis-mcp');
		await vi.waitFor(() => expect(stdout.writes.length).toBe(before + 1));
		await model.write('');
		expect(model.lines()[0]).toContain('✖ 1 down');
		if (columns > 60) expect(model.lines().at(-1)).toContain('q quit');
	}
});

test('the screen is drawn anew with Ctrl+L', async () => {
	const {press, model, see, miss} = await open(sampleFleet());
	await model.write('\x1b[5;1Hsomething else wrote this');
	await see('something else');
	press('\x0c');
	await miss('something else');
	await see('elasticsearch-mcp');
});
