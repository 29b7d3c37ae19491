import fc from 'fast-check';
import {afterEach, describe, expect, test} from 'vitest';
import {commands} from '../../source/view/commands.ts';
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

describe('the command', () => {
	test.each<[typed: string, seen: string | RegExp]>([
		['group tag:team', /▾ payments/],
		['group project', /▾ no project/],
		['order name down', 'SERVER↓'],
		['order status up', 'STATUS↑'],
		['order p95', 'P95↓'],
		['columns status notes', /SERVER +STATUS↓ +NOTES/],
		['filter tag:team', '/ tag:team  4 of 9'],
		['problems', 'problems only'],
		['mark', '9 marked'],
		['open postgres-mcp', '[overview]'],
		['open github-mcp drift', '[drift]'],
		['tab log', '[log]'],
		['heatmap 7d', 'availability over 7d'],
		['alerts', '[alerts]'],
		['freeze', 'FROZEN 12:22'],
		['theme light', 'STATUS'],
		['help', 'keys in the table'],
		['quit', 'quit?'],
		['check slack-mcp', 'checking slack-mcp'],
		['check all', 'checking 8 servers'],
		['ack on it', 'did acknowledge redis-mcp'],
		['unack', 'did unacknowledge redis-mcp'],
		['silence 2h deploy', 'did silence name:redis-mcp'],
		['pause', 'did pause'],
		['resume', 'did resume'],
		['unaccept', 'did undoAccept redis-mcp'],
		['accept', 'the schema of redis-mcp has not changed'],
		['runbook', 'redis-mcp has no runbook_url'],
		['undo', 'nothing was done here'],
	])(':%s', async (typed, seen) => {
		const {press, see} = await open(sampleFleet());
		press(`:${typed}\r`);
		await see(seen);
	});
	test.each<[typed: string, mistake: string]>([
		['nosuch', 'there is no command nosuch'],
		['group team', 'group by tag:KEY'],
		['order speed', 'order by one of'],
		['order name sideways', 'up or down'],
		['columns name speed', 'the columns are'],
		['filter latency>x', 'column 9'],
		['open nosuch', 'there is no server nosuch'],
		['tab nosuch', 'the tabs are'],
		['heatmap 2d', 'the times are'],
		['pause soon', 'for how long?'],
		['silence 5x', 'for how long?'],
		['theme pink', 'the themes are'],
		['check nosuch', 'there is no server nosuch'],
		['problems now', 'nothing goes behind'],
	])(':%s is refused and stays to be corrected', async (typed, mistake) => {
		const {press, see, acted} = await open(sampleFleet(), {columns: 160});
		press(`:${typed}\r`);
		await see(mistake);
		await see(`: ${typed}`);
		expect(acted).toEqual([]);
	});
	test('is completed by Tab, one choice after the other', async () => {
		const {press, see} = await open(sampleFleet());
		press(':un\t');
		await see('unack  unsilence');
		press('\t');
		await see(': unsilence');
		press('\x15gr\t');
		await see(': group ');
		press('tag\t');
		await see(': group tag:team');
	});
	test('comes back with the arrow up, even a refused one', async () => {
		const {press, see, miss} = await open(sampleFleet());
		press(':nosuch\r');
		await see('there is no command');
		press('\x1b');
		await miss('there is no command');
		press(':');
		await see(' : ');
		press('\x1b[A');
		await see(': nosuch');
	});
});

test('a filter is completed with what there is in the fleet', async () => {
	const {press, see} = await open(sampleFleet());
	press('/tag:te\t');
	await see('/ tag:team:');
	press('pay\t');
	await see('/ tag:team:payments');
	await see('2 of 9');
});

test('every command is named once, with few words', () => {
	expect(new Set(commands.map(({name}) => name)).size).toBe(commands.length);
	for (const {name, help} of commands) {
		expect(name).toMatch(/^[a-z]+$/);
		expect(help.length).toBeLessThan(100);
	}
});

test('whatever is typed, the screen stands', async () => {
	const {press, see, screen} = await open(sampleFleet());
	const names = commands.map(({name}) => name).filter(name => name !== 'quit');
	const line = fc.tuple(fc.constantFrom(...names), fc.string({maxLength: 20})).map(words => words.join(' '));
	for (const typed of fc.sample(line, {numRuns: 60, seed: 7})) {
		press(`:${typed.replaceAll(/[\p{Cc}]/gu, '')}\r`);
		for (let count = 0; count < 4; count++) {
			press('\x1b');
			await new Promise(resolve => setImmediate(resolve));
		}
	}
	press(':open postgres-mcp\r');
	await see('[overview]');
	screen.close();
	expect(await screen.closed).toBe('ended');
});
