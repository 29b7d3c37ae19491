import {afterEach, describe, expect, test, vi} from 'vitest';
import {fleetOf, slowState, upState} from '../helpers/fleet.ts';
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
		press('/pay');
		await see('/ pay');
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
		await see('nothing matches nosuch; Esc clears the filter');
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
		await see('/ qrRAp name~re ');
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
	test('rests on the gravest server until someone presses a key, and stays with it then', async () => {
		const screen = await open(fleetOf([upState('a'), upState('b')]));
		screen.monitor.fleet.set(fleetOf([upState('a'), slowState('b')]));
		await vi.waitFor(() => expect(selectedRow(screen)).toContain(' b '));
		screen.press('e');
		await screen.see('problems only');
		screen.press('e');
		await screen.miss('problems only');
		screen.monitor.fleet.set(fleetOf([slowState('a'), upState('b')]));
		screen.clock.advance(100);
		await vi.waitFor(() => expect(screen.model.lines()[3]).toContain(' a '));
		expect(selectedRow(screen)).toContain(' b ');
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
	press('>');
	await see('order latency ↓');
	await see('LATENCY↓');
	press('<<');
	await see('order name ↑');
	press('o');
	await see('SERVER↓');
	press('<');
	await see('order config ↑');
});

describe('groups', () => {
	test('keep the heading in sight when they are made, even where the rows do not fit', async () => {
		const {press, see, model} = await open(sampleFleet(), {columns: 70, rows: 16});
		press('t');
		await see('▾');
		const lines = model.lines();
		const selected = lines.findIndex(line => line.includes('▌'));
		expect(lines[selected - 1]).toMatch(/^ {3}▾ /);
	});
	test('are folded and unfolded from their servers and from their headings, and count on', async () => {
		const screen = await open(sampleFleet());
		const {press, see, miss, model, monitor} = screen;
		press('tj');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('postgres-mcp'));
		press('\x1b[D');
		await miss('postgres-mcp');
		expect(selectedRow(screen)).toMatch(/▸ payments {2}1\/2 up/);
		monitor.fleet.set(fleetOf(sampleFleet().servers.filter(({server}) => server.name !== 'redis-mcp')));
		await see(/▸ payments {2}1\/1 up/);
		press('\r');
		await see('postgres-mcp');
		press('z');
		await miss('elasticsearch-mcp  ');
		expect(model.text()).toMatch(/▸ search {2}0\/1 up {2}◐ 1 degraded/);
	});
	test('stay folded through another grouping, and the cursor finds back to its server', async () => {
		const screen = await open(sampleFleet());
		const {press, see, miss} = screen;
		press('tz');
		await miss('postgres-mcp');
		press('t');
		await see('postgres-mcp');
		press(':group tag:team\r');
		await see('▸ payments');
		await miss('postgres-mcp');
		press('z');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('redis-mcp'));
	});
	test('are there from the start where that is wanted, with a filter, an order and columns', async () => {
		const initial = {
			filter: 'tag:team',
			groupBy: 'tag:team',
			order: {by: 'name', isDescending: false},
			columns: ['status', 'p95'],
		} as const;
		const {see, model} = await open(sampleFleet(), {initial});
		await see(/tag:team {2}4 of 9.*group tag:team {3}order name ↑/);
		expect(model.text()).toMatch(/SERVER↑ +STATUS +P95$/m);
	});
});

test('a tag of the server becomes the filter with T, and its next tag with T again', async () => {
	const {press, see} = await open(sampleFleet());
	press('T');
	await see('/ tag:team:payments  2 of 9');
	press('T');
	await see('/ tag:critical  1 of 9');
	press('\x1b');
	await see('postgres-mcp');
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

describe('the mouse, where it is listened to,', () => {
	test('moves with the wheel, puts the cursor on a row, and opens it with a second press', async () => {
		const screen = await open(sampleFleet(), {mouse: true});
		const {press, see, model} = screen;
		press('\x1b[<65;10;10M');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('github-mcp'));
		press('\x1b[<64;10;10M\x1b[<64;10;10M');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('redis-mcp'));
		const line = model.lines().findIndex(text => text.includes('slack-mcp'));
		press(`\x1b[<0;10;${line + 1}M\x1b[<0;10;${line + 1}m`);
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('slack-mcp'));
		press(`\x1b[<0;10;${line + 1}M`);
		await see('[overview]');
		press('\x1b');
		await see('STATUS');
		press('k');
		await vi.waitFor(() => expect(selectedRow(screen)).toContain('postgres-mcp'));
	});
	test('is given back with the terminal', async () => {
		const {screen, stdout, stdin} = await open(sampleFleet(), {mouse: true});
		await vi.waitFor(() => expect(stdin.isRaw).toBe(true));
		screen.close();
		await screen.closed;
		expect(stdin.isRaw).toBe(false);
		expect(stdout.writes.at(-1)).toContain('\x1b[?1006l\x1b[?1000l');
	});
	test('is not asked for otherwise', async () => {
		const {stdout} = await open(sampleFleet());
		expect(stdout.writes.join('')).not.toContain('\x1b[?1000h');
	});
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
