import stringWidth from 'string-width';
import {afterEach, describe, expect, test} from 'vitest';
import {alertOf, downState, fleetOf, healthOf, noon, stdioServer, unknownState, upState} from '../helpers/fleet.ts';
import {hostileTexts} from './hostile-texts.ts';
import {sampleFleet} from './sample-fleet.ts';
import {type ModelledScreen, openOnModel} from './screen-on-model.ts';

const opened: ModelledScreen[] = [];
afterEach(() => {
	for (const {screen} of opened.splice(0)) screen.close();
});

function open(...args: Parameters<typeof openOnModel>): ModelledScreen {
	const screen = openOnModel(...args);
	opened.push(screen);
	return screen;
}

const sizes = [
	[160, 50],
	[120, 40],
	[80, 24],
	[60, 15],
] as const;

describe.each(sizes)('at %i × %i', (columns, rows) => {
	test('the fleet fills the screen and goes nowhere beyond it', async () => {
		const {see, model, stdout} = open(sampleFleet(), {columns, rows});
		await see('redis-mcp');
		const lines = model.lines();
		expect(lines[0]).toContain('✖ 1 down');
		expect(lines[1]).toContain('✖ redis-mcp down 4m: exited with code 1');
		expect(lines[2]).toMatch(/^ {3}SERVER +STATUS↓/);
		expect(lines[3]).toMatch(/^ ▌ redis-mcp +✖ down/);
		expect(lines.at(-1)).toMatch(/move.*q quit$/);
		for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns);
		expect(stdout.writes.join('')).not.toContain('\n');
	});

	test('every column stands under its title', async () => {
		const {see, model} = open(sampleFleet(), {columns, rows});
		await see('redis-mcp');
		const [title = '', ...table] = model.lines().slice(2, 10);
		const rowOf = (name: string) => table.find(line => line.includes(name)) ?? '';
		const status = title.indexOf('STATUS');
		expect(rowOf('redis-mcp').indexOf('✖')).toBe(status);
		expect(rowOf('postgres-mcp').indexOf('●')).toBe(status);
		expect(rowOf('elasticsearch-mcp').indexOf('◐')).toBe(status);
		const endOfLatency = title.indexOf('LATENCY') + 'LATENCY'.length;
		expect(rowOf('postgres-mcp').slice(0, endOfLatency)).toMatch(/ 42ms$/);
		expect(rowOf('elasticsearch-mcp').slice(0, endOfLatency)).toMatch(/ 4\.8s$/);
		expect(rowOf('redis-mcp').slice(0, endOfLatency)).toMatch(/ –$/);
		const notes = rowOf('postgres-mcp').indexOf('schema');
		expect(rowOf('redis-mcp').indexOf('exited')).toBe(notes);
	});

	test('hostile names, notes and alerts stay in their places', async () => {
		const servers = hostileTexts.map((text, index) => {
			const state = downState(`${text}${index}`);
			const failure = state.health.failure && {...state.health.failure, message: text};
			return {...state, health: {...state.health, failure}};
		});
		const alerts = hostileTexts.map((text, index) => alertOf(text, {id: `${index}`, message: text}));
		const fleet = fleetOf(servers, {name: hostileTexts[0], alerts, warnings: [hostileTexts[0] ?? '']});
		const {see, model, stdout, press} = open(fleet, {columns, rows, color: false});
		await see('SERVER');
		const title = model.lines().findIndex(line => line.includes('STATUS'));
		const statusColumn = model.cells(title).find(({text}) => text === 'T')?.column ?? 0;
		for (let row = title + 1; row < title + 5; row++) {
			expect(model.cells(row).find(({text}) => text === '✖')?.column).toBe(statusColumn - 1);
		}
		press('\r');
		await see('[overview]');
		const written = stdout.writes.join('');
		// What is left are the sequences of our own: cursor, erase, modes, nothing else.
		expect(written.replace(/\x1b\[(?:\d+;1H|\d+G|K|2K|2J|0?m|\?(?:2026|1049|25|7)[hl])/g, '')).not.toMatch(/\p{Cc}/u);
		expect(written).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
	});
});

test('names of wide characters do not push the other columns', async () => {
	const fleet = fleetOf([upState('日本語サーバー'), upState('plain'), upState('🚀-rocket')]);
	const {see, model} = open(fleet);
	await see('日本語サーバー');
	const columnOf = (row: number, text: string) => model.cells(row).find(cell => cell.text === text)?.column;
	expect(new Set([3, 4, 5].map(row => columnOf(row, '●'))).size).toBe(1);
});

describe('what the first lines say', () => {
	test('all are well', async () => {
		const {see} = open(fleetOf([upState('a'), upState('b')]));
		await see('all 2 servers are up');
	});
	test('the first check runs', async () => {
		const {see} = open(fleetOf([unknownState('a'), unknownState('b')]));
		await see('checking 2 servers…');
	});
	test('this is a demo', async () => {
		const {see} = open(fleetOf([upState('a')], {isDemo: true}), {columns: 60, rows: 15});
		await see('DEMO');
	});
	test('there is nothing to watch', async () => {
		const {see} = open(fleetOf([]));
		await see('there are no servers in the configuration');
	});
	test('the monitor itself has a trouble', async () => {
		const {see} = open(fleetOf([upState('a')], {warnings: ['history cannot be written', 'another']}));
		await see('⚠ history cannot be written  +1 more');
	});
	test('no checks are made until a time, and the rows are not of this moment', async () => {
		const pause = {from: noon, until: noon + 900_000, by: 'ann'};
		const {see, stdout} = open(sampleFleet({pause}), {columns: 160});
		await see('PAUSED until 12:37');
		expect(stdout.writes.join('')).toMatch(/\x1b\[1;7;31m PAUSED until 12:37 /);
	});
	test('every server is disabled', async () => {
		const {see} = open(fleetOf([upState('a', {server: stdioServer('a', {enabled: false})})]));
		await see('every server is disabled: nothing is checked');
		await see('0 servers  1 disabled');
	});
	test('a server wants a login, which is no outage', async () => {
		const health = healthOf('unknown', {reasons: ['auth_required']});
		const {see} = open(fleetOf([upState('a'), upState('b', {health})]));
		await see('1 of 2 up, b needs a login');
	});
	test('nothing was checked for an hour, as after a night with the lid closed', async () => {
		const at = noon - 3_600_000;
		const health = healthOf('unknown', {reasons: ['not_checked'], since: at});
		const lastCheck = {at, latencyMs: 42, connectMs: null, notes: []};
		const {see} = open(fleetOf([upState('a', {health, lastCheck})]));
		await see('1 not checked for 1h: checks go on now');
		await see('last check 1h ago');
	});
	test('someone has a trouble in hand, in the row and in its note', async () => {
		const {see} = open(fleetOf([downState('a', {acknowledged: true, silenced: true})]));
		await see(/✖ down az .*acknowledged · silenced · exited/);
	});
	test('how many are down stands in the title of the window', async () => {
		const {see, stdout} = open(sampleFleet(), {env: {TERM: 'xterm'}});
		await see('redis-mcp');
		expect(stdout.writes.join('')).toContain('\x1b]2;✖1 ◌1 ◐2 langsight prod\x07');
	});
	test('it is time and zone, and how often is checked', async () => {
		const {see} = open(fleetOf([upState('a')]));
		await see(/every 30s {2}\d\d:\d\d \S+/);
	});
});

test('more rows than fit are shown around the selection, with their position', async () => {
	const fleet = fleetOf(Array.from({length: 500}, (_none, index) => upState(`server-${index}`)));
	const {see, press, model} = open(fleet, {columns: 120, rows: 30});
	await see('1-24 of 500');
	press('G');
	await see('477-500 of 500');
	expect(model.text()).toMatch(/▌ server-499/);
});

test('a very small terminal shows the header and the worst rows', async () => {
	const {see, model} = open(sampleFleet(), {columns: 40, rows: 6});
	await see('redis-mcp');
	expect(model.lines()[0]).toContain('✖ 1 down');
	expect(model.lines().slice(1).join('\n')).toMatch(/redis-mcp[\s\S]*events-sse[\s\S]*elasticsear/);
});

test('without colours and in ASCII the screen says the same', async () => {
	const {see, model, stdout} = open(sampleFleet(), {color: false, ascii: true});
	await see('redis-mcp');
	expect(model.text()).toMatch(/> redis-mcp +x down/);
	expect(model.text()).toMatch(/^[\x20-\x7e\n]*$/);
	expect(stdout.writes.join('')).not.toMatch(/\x1b\[\d+m/);
});
