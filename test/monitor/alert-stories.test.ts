import {expect, test} from 'vitest';
import type {Action} from '../../source/domain/action.ts';
import type {Alert} from '../../source/domain/alert.ts';
import type {MaintenanceWindow} from '../../source/domain/maintenance.ts';
import type {Failure} from '../../source/domain/probe-result.ts';
import type {Server} from '../../source/domain/server.ts';
import type {Alerting} from '../../source/domain/settings.ts';
import {createAccount} from '../../source/monitor/account.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {bad, crash, good, type Step} from '../helpers/fake-prober.ts';
import {failure, httpServer, stdioServer} from '../helpers/fleet.ts';
import {beginStory, type Story} from './alert-story.ts';
import {createMemoryHistory} from './memory-history.ts';
import {hash} from './running-fleet.ts';

const secondMs = 1000;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** When every story begins. */
const begin = Date.UTC(2026, 3, 2, 12);

const slack = httpServer('slack');
const redis = stdioServer('redis');
const far = ['a', 'b', 'c', 'd'].map(name => httpServer(name));
const together = ['a', 'b', 'c'].map(name => httpServer(name, {url: `https://mcp.internal/${name}`}));

const exit: Step = {ok: false, failure: crash};
const lost: Partial<Failure> = {
	category: 'dns',
	transient: true,
	phase: 'connect',
	message: 'Host name lookup failed for now: x',
};
const slow = good({latencyMs: 4000});
const tools = (isGood: boolean): Step =>
	good({
		extras: {
			calls: [
				{
					tool: 'send',
					at: 0,
					latencyMs: isGood ? 5 : null,
					failure: isGood ? null : failure({category: 'tool_error', message: 'no channel'}),
				},
			],
		},
	});
const fresh = (isGood: boolean): Step =>
	good({extras: {fresh: {failure: isGood ? null : failure({message: 'HTTP 503'})}}});

const acknowledge = (reason: string | null = null): Action => ({
	do: 'acknowledge',
	servers: ['slack'],
	by: 'ann',
	reason,
});
const silence = (forMs: number, query = ''): Action => ({
	do: 'silence',
	query,
	until: begin + forMs,
	by: 'ann',
	reason: null,
});
const window = (from: number, until: number, query = ''): MaintenanceWindow => ({
	query,
	reason: 'upgrade',
	when: {kind: 'once', from: begin + from, until: begin + until},
});

const down = 'down: connection refused';

interface Tale {
	readonly servers?: readonly Server[];
	readonly alerting?: Partial<Alerting>;
	readonly opening?: Readonly<Record<string, readonly Step[]>>;
	readonly live: (story: Story) => Promise<void>;
	readonly told: readonly string[];
}

/** Up for 20 s, and then as the steps say. */
const then =
	(name: string, ...steps: readonly Step[]) =>
	async (story: Story, forMs = 5 * minuteMs) => {
		await story.wait(20 * secondMs);
		story.checks(name, ...steps);
		await story.wait(forMs);
	};
const falls = then('slack', bad());

const tales: Readonly<Record<string, Tale>> = {
	'a healthy server is no news': {live: story => story.wait(hourMs), told: []},
	'nor is one lost packet': {live: then('slack', bad(), good()), told: []},
	'nor are two': {live: then('slack', bad(), bad(), good()), told: []},
	'three failures in a row are an outage, told after seconds': {
		live: story => falls(story, minuteMs),
		told: [`48s opened critical slack: ${down}`],
	},
	'its end is told with its length, from the first failed to the first good check': {
		live: then('slack', bad(), bad(), bad(), good()),
		told: [`48s opened critical slack: ${down}`, '80s closed info slack: up again after 33s down'],
	},
	'what does not pass by itself takes two': {
		live: story => then('slack', bad({category: 'not_found', transient: false, message: 'HTTP 404'}))(story, minuteMs),
		told: ['47s opened critical slack: down: HTTP 404'],
	},
	'a server that has never let us in alerts nobody': {
		opening: {slack: [bad({category: 'auth_required', transient: false, message: 'HTTP 401'})]},
		live: story => story.wait(hourMs),
		told: [],
	},
	'a crash whose respawn works is a restart': {
		servers: [redis],
		live: then('redis', exit, good()),
		told: ['48s noted warning redis: restarted: exited with code 1, up again'],
	},
	'a crash whose respawn fails is an outage': {
		servers: [redis],
		live: story => then('redis', exit)(story, minuteMs),
		told: ['47s opened critical redis: down: exited with code 1'],
	},
	'an exit between two checks is noticed at once': {
		servers: [redis],
		live: async story => {
			await story.wait(20 * secondMs);
			story.checks('redis', exit);
			story.prober('redis').interrupt(crash);
			await story.wait(2 * secondMs);
		},
		told: ['20s opened critical redis: down: exited with code 1'],
	},
	'a stream that stalls is an outage of its own': {
		live: then(
			'slack',
			...Array(3).fill(bad({category: 'stream_stalled', message: 'no answer on the stream'})),
			good(),
		),
		told: [
			'48s opened critical slack: stale: no answer on the stream',
			'80s closed info slack: up again after 33s stale',
		],
	},
	'a stall that turns out to be worse is closed, and the outage is told': {
		live: story =>
			then('slack', ...Array(3).fill(bad({category: 'stream_stalled', message: 'no answer'})), bad())(story, minuteMs),
		told: [
			'48s opened critical slack: stale: no answer',
			`78s opened critical slack: ${down}`,
			'78s closed info slack: stale closed after 33s: down now',
		],
	},
	'three slow answers are a spike, and a fast one ends it where there is little to judge by': {
		live: then('slack', slow, slow, slow, good()),
		told: ['105s opened warning slack: slow: 4.0s (limit 3.0s)', '135s closed info slack: fast again after 1m'],
	},
	'extreme slowness is critical': {
		live: then('slack', ...Array(3).fill(good({latencyMs: 12_000})), good()),
		told: ['105s opened critical slack: slow: 12s (limit 3.0s)', '135s closed info slack: fast again after 1m'],
	},
	'a server that is slow every few checks is slow on the whole, until it has been fast ten times': {
		live: async story => {
			await story.wait(20 * minuteMs);
			story.checks('slack', slow, good(), good(), slow, good());
			await story.wait(20 * minuteMs);
		},
		told: [
			'1365s opened warning slack: slow: p95 4.0s over the last 20 checks (limit 3.0s)',
			'1605s closed info slack: fast again after 4m',
		],
	},
	'a single slow answer in twenty is no spike': {
		live: async story => {
			await story.wait(20 * minuteMs);
			story.checks('slack', slow, good());
			await story.wait(20 * minuteMs);
		},
		told: [],
	},
	'slowness that becomes an outage is closed as that': {
		live: story => then('slack', slow, slow, slow, bad())(story, 3 * minuteMs),
		told: [
			'105s opened warning slack: slow: 4.0s (limit 3.0s)',
			`138s opened critical slack: ${down}`,
			'138s closed info slack: slow closed after 1m: down now',
		],
	},
	'a tool that fails twice is told, and that it works again': {
		live: then('slack', tools(false), tools(false), tools(true)),
		told: [
			'75s opened warning slack: tool send fails: no channel',
			'105s closed info slack: no tool calls fail any more, after 30s',
		],
	},
	'new sessions that fail are told, and that they work again': {
		live: then('slack', fresh(false), fresh(false), fresh(true)),
		told: [
			'75s opened warning slack: new sessions fail (HTTP 503), the one that is held works',
			'105s closed info slack: new sessions work again after 30s',
		],
	},
	'an agent that has lost its own process is told, and that somebody runs it again': {
		servers: [redis],
		live: async story => {
			await story.wait(20 * secondMs);
			await story.agents('lost');
			await story.wait(minuteMs);
			await story.agents('back');
		},
		told: [
			'21s opened critical redis: cursor (4242) has lost its own copy, process 4300, and runs on without it',
			'84s closed info redis: no agent misses it any more, after 1m',
		],
	},
	'drift is told until somebody accepts it': {
		live: async story => {
			await then('slack', good({tools: ['other']}))(story, minuteMs);
			await story.act({do: 'accept', server: 'slack', expect: null, by: 'ann'});
		},
		told: [
			'45s opened warning slack: drifted: read_file removed, other added',
			'80s closed info slack: new tools accepted by ann, after 35s',
		],
	},
	'drift that nobody minds is only information': {
		live: then('slack', good({tools: ['read_file', 'other']})),
		told: ['45s opened info slack: drifted: other added'],
	},
	'a server that goes up and down is told so once, instead of each time': {
		live: async story => {
			await story.wait(20 * secondMs);
			for (let turn = 0; turn < 6; turn++) {
				story.checks('slack', bad(), bad(), bad(), good());
				await story.wait(90 * secondMs);
			}
			await story.wait(hourMs);
		},
		told: [
			`48s opened critical slack: ${down}`,
			'80s closed info slack: up again after 33s down',
			`143s opened critical slack: ${down}`,
			'174s opened warning slack: goes up and down',
			'174s closed info slack: degraded again after 33s down',
			'1422s closed info slack: steady again after 20m',
		],
	},
	'a flapping server that stays down is told after five minutes': {
		live: async story => {
			await story.wait(20 * secondMs);
			for (let turn = 0; turn < 2; turn++) {
				story.checks('slack', bad(), bad(), bad(), good());
				await story.wait(90 * secondMs);
			}
			story.checks('slack', bad());
			await story.wait(10 * minuteMs);
		},
		told: [
			`48s opened critical slack: ${down}`,
			'80s closed info slack: up again after 33s down',
			`143s opened critical slack: ${down}`,
			'174s opened warning slack: goes up and down',
			'174s closed info slack: degraded again after 33s down',
			`505s opened critical slack: ${down}`,
		],
	},
	'a certificate is told three weeks before its end, once more in its last week, and when it is renewed': {
		live: async story => {
			story.certify(begin + 22 * dayMs);
			await story.restart();
			await story.wait(8 * dayMs);
			await story.wait(8 * dayMs);
			story.certify(begin + 400 * dayMs);
			await story.wait(2 * hourMs);
		},
		servers: [httpServer('slack', {intervalMs: hourMs})],
		told: [
			'86405s opened warning slack: the certificate expires in 20 days, on 2026-04-24',
			'1296000s reminded critical slack: still, after 13d 23h: the certificate expires in 7 days, on 2026-04-24',
			'1382405s closed info slack: the certificate was renewed and is valid until 2027-05-07',
		],
	},
	'sessions that several servers lose at once are one event': {
		servers: far,
		live: async story => {
			await story.wait(20 * secondMs);
			for (const {name} of far) story.checks(name, good({extras: {reinitialised: true}}), good());
			await story.wait(5 * minuteMs);
		},
		told: ['45s noted warning a: sessions lost on 3 servers within a minute: a, b, c'],
	},
	'what somebody has taken on is told once, and its end': {
		live: async story => {
			await falls(story, minuteMs);
			await story.act(acknowledge('restarting it'));
			story.checks('slack', good());
			await story.wait(5 * minuteMs);
		},
		told: [
			`48s opened critical slack: ${down}`,
			'80s acknowledged info slack: down acknowledged by ann: restarting it',
			'110s closed info slack: up again after 1m down',
		],
	},
	'what stays open is told again every so often': {
		alerting: {remindAfterMs: hourMs},
		live: story => falls(story, 150 * minuteMs),
		told: [
			`48s opened critical slack: ${down}`,
			`3650s reminded critical slack: still down after 1h: connection refused`,
			`7250s reminded critical slack: still down after 2h: connection refused`,
		],
	},
	'nobody is reminded of what somebody has taken on': {
		alerting: {remindAfterMs: hourMs},
		live: async story => {
			await falls(story, minuteMs);
			await story.act(acknowledge());
			await story.wait(3 * hourMs);
		},
		told: [`48s opened critical slack: ${down}`, '80s acknowledged info slack: down acknowledged by ann'],
	},
	'nor of what only informs': {
		alerting: {remindAfterMs: hourMs},
		live: story => then('slack', good({tools: ['read_file', 'other']}))(story, 3 * hourMs),
		told: ['45s opened info slack: drifted: other added'],
	},
	'a restart does not repeat a reminder, nor forget one': {
		alerting: {remindAfterMs: hourMs},
		live: async story => {
			await falls(story, 90 * minuteMs);
			await story.restart();
			await story.wait(20 * minuteMs);
			await story.restart();
			await story.wait(20 * minuteMs);
		},
		told: [
			`48s opened critical slack: ${down}`,
			`3650s reminded critical slack: still down after 1h: connection refused`,
			`7250s reminded critical slack: still down after 2h: connection refused`,
		],
	},
	'an outage that a silence covers is shown, and told at its end if it is not over': {
		live: async story => {
			await story.act(silence(10 * minuteMs));
			await falls(story, 15 * minuteMs);
		},
		told: [`48s ~opened critical slack: ${down}`, `600s opened critical slack: ${down}`],
	},
	'of one that is over by then nobody hears': {
		live: async story => {
			await story.act(silence(10 * minuteMs));
			await then('slack', bad(), bad(), bad(), good())(story, 20 * minuteMs);
		},
		told: [`48s ~opened critical slack: ${down}`, '80s ~closed info slack: up again after 33s down'],
	},
	'whoever was told of an outage hears of its end, silence or not': {
		live: async story => {
			await falls(story, minuteMs);
			await story.act(silence(hourMs));
			story.checks('slack', good());
			await story.wait(10 * minuteMs);
		},
		told: [`48s opened critical slack: ${down}`, '110s closed info slack: up again after 1m down'],
	},
	'a silence that somebody ends lets out what is still open': {
		live: async story => {
			await story.act(silence(hourMs, 'name=slack'));
			await falls(story, minuteMs);
			const [{id = ''} = {}] = story.history.silences();
			await story.act({do: 'endSilence', id, by: 'ann'});
		},
		told: [`48s ~opened critical slack: ${down}`, `80s opened critical slack: ${down}`],
	},
	'a silence of other servers changes nothing': {
		servers: [slack, redis],
		live: async story => {
			await story.act(silence(hourMs, 'name=redis'));
			await falls(story, minuteMs);
		},
		told: [`48s opened critical slack: ${down}`],
	},
	'no reminder breaks a silence; the one that is due comes at its end': {
		alerting: {remindAfterMs: hourMs},
		live: async story => {
			await falls(story, minuteMs);
			await story.act(silence(2 * hourMs));
			await story.wait(3 * hourMs);
		},
		told: [
			`48s opened critical slack: ${down}`,
			`7200s reminded critical slack: still down after 1h 59m: connection refused`,
			`10800s reminded critical slack: still down after 2h 59m: connection refused`,
		],
	},
	'maintenance keeps quiet from its beginning to its end, and then tells what is still wrong': {
		alerting: {maintenance: [window(0, 10 * minuteMs)]},
		live: story => falls(story, 15 * minuteMs),
		told: [`48s ~opened critical slack: ${down}`, `600s opened critical slack: ${down}`],
	},
	'maintenance that has not begun, or of other servers, changes nothing': {
		alerting: {maintenance: [window(2 * minuteMs, 10 * minuteMs), window(0, hourMs, 'name=redis')]},
		live: story => falls(story, 15 * minuteMs),
		told: [`48s opened critical slack: ${down}`],
	},
	'repeated maintenance goes by the clock of its place': {
		// 14:00 in Berlin in summer is 12:00 UTC, when every story begins.
		alerting: {
			maintenance: [
				{
					query: '',
					reason: null,
					when: {kind: 'repeated', cron: '0 14 * * *', timeZone: 'Europe/Berlin', durationMs: 10 * minuteMs},
				},
			],
		},
		live: story => falls(story, 15 * minuteMs),
		told: [`48s ~opened critical slack: ${down}`, `600s opened critical slack: ${down}`],
	},
	'a restart within maintenance forgets nothing': {
		alerting: {maintenance: [window(0, 10 * minuteMs)]},
		live: async story => {
			await falls(story, minuteMs);
			await story.restart();
			await story.wait(15 * minuteMs);
		},
		told: [`48s ~opened critical slack: ${down}`, `600s opened critical slack: ${down}`],
	},
	'a restart in the middle of an outage repeats nothing, and its end is told': {
		live: async story => {
			await falls(story, minuteMs);
			await story.restart();
			await story.wait(minuteMs);
			story.checks('slack', good());
			await story.wait(5 * minuteMs);
		},
		told: [`48s opened critical slack: ${down}`, '144s closed info slack: up again after 1m down'],
	},
	'an outage that ended while the monitor was stopped is closed by its first check': {
		live: async story => {
			await falls(story, minuteMs);
			await story.stop();
			await story.wait(hourMs);
			story.checks('slack', good());
			await story.restart();
			await story.wait(minuteMs);
		},
		told: [`48s opened critical slack: ${down}`, '3680s closed info slack: up again after 1h down'],
	},
	'a tool that fails does so over a restart, until it is called again': {
		live: async story => {
			await then('slack', tools(false), tools(false), good())(story, 2 * minuteMs);
			await story.restart();
			await story.wait(5 * minuteMs);
			story.checks('slack', tools(true));
			await story.wait(minuteMs);
		},
		told: [
			'75s opened warning slack: tool send fails: no channel',
			'455s closed info slack: no tool calls fail any more, after 6m',
		],
	},
	'an agent misses its process over a restart, until one runs': {
		servers: [redis],
		live: async story => {
			await story.wait(20 * secondMs);
			await story.agents('lost');
			await story.restart();
			await story.wait(minuteMs);
			await story.agents('back');
		},
		told: [
			'21s opened critical redis: cursor (4242) has lost its own copy, process 4300, and runs on without it',
			'86s closed info redis: no agent misses it any more, after 1m',
		],
	},
	'a monitor that is killed before it has written an alert tells it at its next start': {
		live: async story => {
			await falls(story, minuteMs);
			await story.stop();
			story.history.loseAlerts(1);
			await story.restart();
			await story.wait(minuteMs);
		},
		told: [`80s opened critical slack: ${down}`],
	},
	'one that is killed before it has written the end tells that': {
		live: async story => {
			await then('slack', bad(), bad(), bad(), good())(story, 2 * minuteMs);
			await story.stop();
			story.history.loseAlerts(1);
			await story.restart();
			await story.wait(minuteMs);
		},
		told: [`48s opened critical slack: ${down}`, '140s closed info slack: up again after 33s down'],
	},
	'one that has told an outage and lost it otherwise closes it when the server answers': {
		live: async story => {
			await story.wait(20 * secondMs);
			const before = story.history.kept.get('slack');
			await falls(story, minuteMs);
			await story.stop();
			if (before) story.history.kept.set('slack', before);
			story.checks('slack', good());
			await story.restart();
			await story.wait(minuteMs);
		},
		told: [`48s opened critical slack: ${down}`, '100s closed info slack: up again after 55s down'],
	},
	'a server that is disabled while the monitor is stopped is closed with that reason': {
		live: async story => {
			await falls(story, minuteMs);
			await story.restart([{...slack, enabled: false}]);
			await story.restart();
		},
		told: [
			`48s opened critical slack: ${down}`,
			'80s closed info slack: down closed after 35s: the server is disabled',
		],
	},
	'one that is removed or renamed meanwhile, too': {
		servers: [slack, redis],
		live: async story => {
			await falls(story, minuteMs);
			await story.restart([redis]);
			await story.restart();
			await story.wait(hourMs);
		},
		told: [`48s opened critical slack: ${down}`, '80s closed info slack: down closed: removed from the configuration'],
	},
	'one that is only not chosen this time is not closed': {
		servers: [slack, redis],
		live: async story => {
			await falls(story, minuteMs);
			await story.restart([redis], [slack, redis]);
			await story.wait(hourMs);
			await story.restart([slack, redis]);
			await story.wait(minuteMs);
		},
		told: [`48s opened critical slack: ${down}`],
	},
	'when every remote server is cut off it is the monitor that is offline, and that is said once': {
		servers: far,
		live: async story => {
			await story.wait(20 * secondMs);
			for (const {name} of far) story.checks(name, bad(lost));
			await story.wait(10 * minuteMs);
			for (const {name} of far) story.checks(name, good());
			await story.wait(10 * minuteMs);
		},
		told: [
			'48s opened critical langsight: has lost its own network: none of 4 remote servers can be reached (Host name lookup failed for now: x)',
			'650s closed info langsight: has its network back after 10m',
		],
	},
	'a server that stays away when the network is back is told then': {
		servers: far,
		live: async story => {
			await story.wait(20 * secondMs);
			for (const {name} of far) story.checks(name, bad(lost));
			await story.wait(10 * minuteMs);
			for (const {name} of far.slice(1)) story.checks(name, good());
			story.checks('a', bad());
			await story.wait(10 * minuteMs);
		},
		told: [
			'48s opened critical langsight: has lost its own network: none of 4 remote servers can be reached (Host name lookup failed for now: x)',
			'650s closed info langsight: has its network back after 10m',
			`650s opened critical a: ${down}`,
		],
	},
	'a restart while offline repeats nothing': {
		servers: far,
		live: async story => {
			await story.wait(20 * secondMs);
			for (const {name} of far) story.checks(name, bad(lost));
			await story.wait(5 * minuteMs);
			await story.restart();
			await story.wait(5 * minuteMs);
			for (const {name} of far) story.checks(name, good());
			await story.wait(5 * minuteMs);
		},
		told: [
			'48s opened critical langsight: has lost its own network: none of 4 remote servers can be reached (Host name lookup failed for now: x)',
			'680s closed info langsight: has its network back after 10m',
		],
	},
	'what was said of the network is closed where nothing remote is watched any more': {
		servers: [...far, redis],
		live: async story => {
			await story.wait(20 * secondMs);
			for (const {name} of far) story.checks(name, bad(lost));
			await story.wait(5 * minuteMs);
			await story.restart([redis]);
			await story.restart();
		},
		told: [
			'48s opened critical langsight: has lost its own network: none of 4 remote servers can be reached (Host name lookup failed for now: x)',
			'320s closed info langsight: monitor offline closed: no remote server is watched any more',
		],
	},
	'one server whose name is not found is down, for the others answer': {
		servers: far,
		live: async story => {
			await story.wait(20 * secondMs);
			story.checks('b', bad(lost));
			await story.wait(5 * minuteMs);
		},
		told: ['48s opened critical b: down: Host name lookup failed for now: x'],
	},
	'a fleet of one remote host is offline where the fault is near': {
		live: story => then('slack', bad({category: 'network', message: 'no route (ENETUNREACH)'}))(story, minuteMs),
		told: [
			'48s opened critical langsight: has lost its own network: none of 1 remote server can be reached (no route (ENETUNREACH))',
		],
	},
	'but not where only the host is silent': {
		live: story =>
			then('slack', bad({category: 'timeout', phase: 'connect', message: 'no answer within 5s'}))(story, minuteMs),
		told: ['48s opened critical slack: down: no answer within 5s'],
	},
	'processes and servers of this machine are told while the network is away': {
		servers: [...far, redis, httpServer('here', {url: 'http://127.0.0.1:9000/mcp'})],
		live: async story => {
			await story.wait(20 * secondMs);
			for (const {name} of far) story.checks(name, bad(lost));
			await story.wait(minuteMs);
			story.checks('redis', bad({category: 'command_not_found', transient: false, message: 'command not found: x'}));
			story.checks('here', bad());
			await story.wait(minuteMs);
		},
		told: [
			'48s opened critical langsight: has lost its own network: none of 4 remote servers can be reached (Host name lookup failed for now: x)',
			'105s opened critical redis: down: command not found: x',
			`108s opened critical here: ${down}`,
		],
	},
};

test.each(Object.entries(tales))('%s', async (_title, {servers = [slack], alerting, opening, live, told}) => {
	const story = await beginStory(servers, alerting, opening);
	await live(story);
	await story.stop();
	expect(story.told()).toEqual(told);
});

test('servers of one host that fail together are of one group, and so are their recoveries', async () => {
	const story = await beginStory([...together, slack]);
	await story.wait(20 * secondMs);
	for (const {name} of [...together, slack]) story.checks(name, bad(), bad(), bad(), good());
	await story.wait(5 * minuteMs);
	const groups = story.alerts().map(({server, phase, details}) => [server, phase, details.group, details.groupId]);
	const [opened, closed] = [groups[0]?.[3], groups.find(([, phase]) => phase === 'closed')?.[3]];
	expect(opened).not.toBe(closed);
	const own = groups.filter(([server]) => server === 'slack');
	expect(own.map(([, phase, group]) => [phase, group])).toEqual([
		['opened', 'all on slack.example.com'],
		['closed', 'all on slack.example.com'],
	]);
	expect(groups.filter(([server]) => server !== 'slack')).toEqual([
		...['a', 'b', 'c'].map(name => [name, 'opened', 'all on mcp.internal', opened]),
		...['a', 'b', 'c'].map(name => [name, 'closed', 'all on mcp.internal', closed]),
	]);
});

test('an alert carries all that a channel can tell', async () => {
	const known = httpServer('slack', {
		tags: ['critical'],
		project: 'core',
		usedBy: ['support-agent'],
		runbookUrl: 'https://wiki/slack',
	});
	const story = await beginStory([known]);
	await story.wait(20 * secondMs);
	story.checks('slack', bad({hint: 'start it'}), bad({hint: 'start it'}), bad({hint: 'start it'}), good());
	await story.wait(5 * minuteMs);
	const common = {runbookUrl: 'https://wiki/slack', tags: ['critical'], project: 'core'};
	expect(story.alerts()).toMatchObject([
		{
			affects: ['support-agent'],
			about: 'down',
			startedAt: begin + 45 * secondMs,
			details: {
				...common,
				status: 'down',
				previousStatus: 'up',
				category: 'connection_refused',
				hint: 'start it',
				durationMs: 3000,
			},
		},
		{
			kind: 'recovery',
			about: 'down',
			startedAt: begin + 45 * secondMs,
			details: {...common, status: 'up', previousStatus: 'down', durationMs: 33_000, ending: 'recovered'},
		},
	]);
});

test('a spike carries its trend and what is usual at that hour of other days', async () => {
	const story = await beginStory([slack]);
	await story.wait(2 * hourMs);
	await story.wait(22 * hourMs);
	story.checks('slack', slow);
	await story.wait(5 * minuteMs);
	const {latency} = story.alerts()[0]?.details ?? {};
	expect(latency).toMatchObject({p95Ms: 4000, limitMs: 3000});
	expect(latency?.trendMs).toHaveLength(20);
	expect(latency?.trendMs.slice(-4)).toEqual([40, 4000, 4000, 4000]);
	expect(latency?.usualMs).toBeCloseTo(40, 0);
});

test('drift carries the difference tool by tool', async () => {
	const story = await beginStory([slack]);
	await story.wait(20 * secondMs);
	const changed = {name: 'read_file', inputSchema: {type: 'object', properties: {path: {type: 'number'}}}};
	story.checks('slack', good({tools: [changed, 'other']}));
	await story.wait(minuteMs);
	const {drift} = story.alerts()[0]?.details ?? {};
	expect(drift).toMatchObject({
		toolsAdded: ['other'],
		toolsRemoved: [],
		previousSnapshot: begin,
		currentSnapshot: begin + 45 * secondMs,
	});
	expect(drift?.toolsModified).toHaveLength(1);
	expect(drift?.toolsModified[0]?.changes).toMatch(/^[A-Z].+; /);
	expect(drift?.diff.length).toBeGreaterThan(2);
});

test('a server that is retired while the monitor runs closes what is open, with the reason', async () => {
	const clock = createFakeClock();
	const told: string[] = [];
	const watch = {
		isCutOff: () => false,
		isSilenced: () => false,
		mayTell: true,
		remindAfterMs: () => null,
		publish() {},
		sessionLost() {},
		sign() {},
		tell: ({phase, message, kind}: Alert) => void told.push(`${phase} ${kind}: ${message}`),
	};
	const account = createAccount(slack, undefined, {...watch, clock, hash, history: createMemoryHistory()});
	for (let check = 0; check < 3; check++)
		account.learn({ok: false, at: clock.now(), connectMs: null, notes: [], failure: failure()});
	account.retire('removed from the configuration');
	account.retire('removed from the configuration');
	expect(told).toEqual([`opened down: ${down}`, 'closed down: down closed after 0s: removed from the configuration']);
	expect(account.state().incidents).toMatchObject([{ending: 'removed'}]);
});
