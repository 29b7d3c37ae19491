import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {diffFleet} from '../../source/control/fleet-diff.ts';
import {createFleetDraft} from '../../source/control/fleet-draft.ts';
import {diffList, patchList} from '../../source/control/list-patch.ts';
import type {Fleet, ServerState} from '../../source/domain/fleet.ts';
import {shareable} from '../../source/domain/shareable.ts';
import {
	alertOf,
	downState,
	failure,
	fleetOf,
	httpServer,
	listingOf,
	noon,
	openIncident,
	samplesOf,
	slowState,
	stdioServer,
	tool,
	unknownState,
	upState,
} from '../helpers/fleet.ts';
import {scorecardWith} from '../helpers/scorecard.ts';

const full = upState('full', {
	server: httpServer('full', {
		tags: ['team:pay'],
		usedBy: ['cursor'],
		headers: {},
		proxy: null,
		oauth: null,
		tls: null,
	}),
	tls: {issuer: 'Company CA', subject: 'full', validFrom: 1, validTo: 2, protocol: 'TLSv1.3'},
	symptoms: {
		tools: new Map([['__proto__', {total: 2, failed: 1, failures: 1, lastFailure: failure(), latencyMs: null}]]),
		fresh: {failures: 2, failure: failure({retryAfterMs: 10})},
		drops: [noon],
		lostProcess: 'gone',
		errorRate: {checks: 100, failed: 9, errors: {timeout: 9}, limit: 0.02},
	},
	agentProcesses: [
		{
			pid: 7,
			startedAt: 1,
			parentPid: 6,
			parentName: 'cursor',
			rssBytes: 1,
			cpuShare: null,
			ageMs: 5,
			sharedWith: ['x'],
		},
	],
	schema: {
		state: 'drifted',
		hash: 'abc',
		class: 'breaking',
		changes: [{class: 'breaking', tool: 'a', kind: 'tool_modified', path: ['x'], text: 'changed', before: {a: [1]}}],
		changedAt: noon,
	},
	listing: listingOf([tool('a', {annotations: {deep: [[{b: null}]]}})]),
	incidents: [openIncident({acknowledgement: {at: noon, by: 'me', reason: null}})],
	scorecard: scorecardWith('D'),
});

const rich = fleetOf([upState('a'), downState('b'), slowState('c'), unknownState('d'), full], {
	alerts: [alertOf('b'), alertOf('c')],
	warnings: ['the disk is full'],
	silences: [{id: 's1', query: 'tag:x', from: 1, until: 2, reason: null, by: 'me'}],
	pause: {from: 1, until: 2, by: 'me'},
});

const sharedFleet = (fleet: Fleet, pid = 7): Fleet => ({
	...fleet,
	attachedTo: pid,
	servers: fleet.servers.map(state => ({...state, server: shareable(state.server)})),
});

/** Sends a fleet as lines to a draft. */
function send(draft: ReturnType<typeof createFleetDraft>, lines: readonly string[]): Fleet | null {
	for (const line of lines) expect(draft.apply(JSON.parse(line).patch)).toBe(true);
	return draft.fleet();
}

const change = (fleet: Fleet, index: number, changes: Partial<ServerState>): Fleet => ({
	...fleet,
	servers: fleet.servers.with(index, {...(fleet.servers[index] as ServerState), ...changes}),
});

describe('a fleet goes over the socket', () => {
	test('whole, but for its secrets', () => {
		expect(send(createFleetDraft(7), diffFleet(null, rich))).toEqual(sharedFleet(rich));
	});

	test('in lines of bounded length, however many servers there are', () => {
		const many = fleetOf(Array.from({length: 500}, (_none, index) => upState(`server-${index}`)));
		const lines = diffFleet(null, many);
		expect(lines.length).toBeGreaterThan(2);
		for (const line of lines) expect(line.length).toBeLessThan(1024 * 1024);
		expect(lines.map(line => line.includes('"more":true')).indexOf(false)).toBe(lines.length - 1);
		const draft = createFleetDraft(7);
		expect(draft.apply(JSON.parse(lines[0] ?? '').patch)).toBe(true);
		expect(draft.fleet()).toBeNull();
		expect(send(draft, lines.slice(1))).toEqual(sharedFleet(many));
	});

	test('without the tools of a server that has too many of them to be sent', () => {
		const huge = listingOf([tool('huge', {description: 'x'.repeat(20 * 1024 * 1024)})]);
		const sent = send(createFleetDraft(7), diffFleet(null, fleetOf([upState('a', {listing: huge})])));
		expect(sent?.servers[0]).toMatchObject({listing: null, health: {status: 'up'}});
	});

	test('with no word where nothing has changed', () => expect(diffFleet(rich, rich)).toEqual([]));
});

describe('a change goes over the socket', () => {
	test('as the field that has changed, and nothing else', () => {
		const lines = diffFleet(rich, change(rich, 1, {isChecking: true}));
		expect(lines).toEqual(['{"patch":{"about":{},"servers":[["b",{"isChecking":true}]]}}']);
	});

	test('as the sample that was added, not the hundred before it', () => {
		const before = fleetOf([upState('a', {samples: samplesOf(Array.from({length: 120}, () => 40))})]);
		const [state] = before.servers;
		const samples = [...(state?.samples ?? []), ...samplesOf([99], noon + 30_000)].slice(-120);
		const next = change(before, 0, {samples});
		const lines = diffFleet(before, next);
		expect(lines.join().length).toBeLessThan(200);
		const draft = createFleetDraft(7);
		send(draft, diffFleet(null, before));
		expect(send(draft, lines)?.servers[0]?.samples).toEqual(samples);
	});

	test('as the alert that was raised, not all of them', () => {
		const before = fleetOf([upState('a')], {
			alerts: Array.from({length: 500}, (_none, id) => alertOf('a', {id: `${id}`})),
		});
		const next = {...before, alerts: [alertOf('a', {id: 'new'}), ...before.alerts].slice(0, 500)};
		const lines = diffFleet(before, next);
		expect(lines.join().length).toBeLessThan(400);
		const draft = createFleetDraft(7);
		send(draft, diffFleet(null, before));
		expect(send(draft, lines)?.alerts).toEqual(next.alerts);
	});

	test('and leaves everything else the same object, which saves the screen its work', () => {
		const draft = createFleetDraft(7);
		const first = send(draft, diffFleet(null, rich));
		const second = send(draft, diffFleet(rich, change(rich, 0, {isChecking: true})));
		expect(second?.servers[0]).not.toBe(first?.servers[0]);
		expect(second?.servers[0]?.samples).toBe(first?.servers[0]?.samples);
		for (const index of [1, 2, 3, 4]) expect(second?.servers[index]).toBe(first?.servers[index]);
		expect(second?.alerts).toBe(first?.alerts);
		const third = send(draft, diffFleet(rich, {...rich, warnings: []}));
		expect(third?.servers).toBe(second?.servers);
		expect(third?.warnings).toEqual([]);
	});

	test('when servers come, go and change places', () => {
		const draft = createFleetDraft(7);
		send(draft, diffFleet(null, rich));
		const next = {...rich, servers: [upState('new'), ...rich.servers.slice(1).toReversed()]};
		const lines = diffFleet(rich, next);
		expect(lines.join()).not.toContain('"b",{');
		expect(send(draft, lines)).toEqual(sharedFleet(next));
		const back = {...rich, servers: [upState('a')]};
		expect(send(draft, diffFleet(next, back))).toEqual(sharedFleet(back));
	});

	test('any run of changes ends in the same fleet on both sides', () => {
		const names = ['a', 'b', 'c'];
		const makers = [upState, downState, slowState, unknownState];
		const states = fc
			.tuple(fc.constantFrom(...names), fc.constantFrom(...makers))
			.map(([name, make]): ServerState => make(name));
		const fleets = fc
			.uniqueArray(states, {selector: ({server}) => server.name})
			.map(servers => fleetOf(servers, {warnings: servers.map(({server}) => server.name)}));
		fc.assert(
			fc.property(fc.array(fleets, {minLength: 1, maxLength: 8}), run => {
				const draft = createFleetDraft(7);
				let before: Fleet | null = null;
				for (const fleet of run) {
					expect(send(draft, diffFleet(before, fleet))).toEqual(sharedFleet(fleet));
					before = fleet;
				}
			}),
		);
	});
});

test('what became of a list is told by any two lists of the same things', () => {
	const things = Array.from({length: 12}, (_none, id) => ({id}));
	const lists = fc.uniqueArray(fc.constantFrom(...things), {maxLength: 12});
	fc.assert(
		fc.property(lists, lists, (before, next) => {
			expect(patchList(before, diffList(before, next), 100)).toEqual(next);
		}),
	);
});

describe('what is sent to a screen and is no fleet is not taken:', () => {
	const good = () => {
		const draft = createFleetDraft(7);
		send(draft, diffFleet(null, rich));
		return draft;
	};
	const state = JSON.parse(diffFleet(null, fleetOf([upState('z')]))[0] ?? '').patch.servers[0][1];

	test.each<[what: string, patch: unknown]>([
		['nothing', undefined],
		['a list', []],
		['no servers', {about: {}}],
		['a server without a state', {order: ['z'], servers: [['z', {isChecking: true}]]}],
		['a server under another name', {order: ['y'], servers: [['y', state]]}],
		['a status nobody knows', {servers: [['a', {health: {...state.health, status: 'splendid'}}]]}],
		['a text for a number', {servers: [['a', {reinitialisations: '5'}]]}],
		[
			'an alert of a kind nobody knows',
			{about: {alerts: {keep: [0, 0], before: [{...alertOf('a'), kind: 'x'}], after: []}}, servers: []},
		],
		...(
			[
				['details that are none', 'soon'],
				['a status in them that nobody knows', {status: 'splendid'}],
				['drift in them without tools', {drift: {}}],
				['latencies in them that are none', {latency: {p95Ms: -1, limitMs: 1, trendMs: [], usualMs: null}}],
				['tags in them that are none', {tags: 'db'}],
			] as const
		).map(([what, details]): [string, unknown] => [
			`an alert with ${what}`,
			{about: {alerts: {keep: [0, 0], before: [{...alertOf('a'), details}], after: []}}, servers: []},
		]),
		['a part of a list that is not there', {servers: [['a', {samples: {keep: [0, 5000], before: [], after: []}}]]}],
		['a part that ends before it begins', {servers: [['a', {samples: {keep: [3, 1], before: [], after: []}}]]}],
		['a server twice', {order: ['a', 'a'], servers: []}],
		['a tool without a name', {servers: [['a', {listing: {...state.listing, tools: [{}]}}]]}],
	])('%s', (_what, patch) => {
		expect(good().apply(patch)).toBe(false);
	});

	test('anything at all never throws', () =>
		fc.assert(
			fc.property(fc.jsonValue(), value => typeof good().apply(value) === 'boolean'),
			{numRuns: 50},
		));

	test('control characters in what is shown are gone', () => {
		const draft = good();
		const evil = '\u001b]0;owned\u0007\u001b[2Jred\u202e';
		draft.apply({
			about: {warnings: [evil], name: evil},
			servers: [['b', {health: {...state.health, failure: failure({message: evil, hint: evil})}}]],
		});
		const fleet = draft.fleet();
		expect(fleet).toMatchObject({name: 'red', warnings: ['red']});
		expect(fleet?.servers[1]?.health.failure).toMatchObject({message: 'red', hint: 'red'});
	});

	test('they are gone from all that an alert carries, too', () => {
		const draft = good();
		const evil = '\u001b]0;owned\u0007\u001b[2Jred\u202e';
		const change = {class: 'breaking', tool: null, kind: 'server', path: [], text: evil};
		const drift = {
			toolsAdded: [evil],
			toolsRemoved: [],
			toolsModified: [{name: evil, changes: evil}],
			previousSnapshot: null,
			currentSnapshot: noon,
			diff: [change],
		};
		const words = ['hint', 'runbookUrl', 'project', 'by', 'reason', 'group', 'groupId'];
		const details = {...Object.fromEntries(words.map(word => [word, evil])), tags: [evil], drift};
		const alert = {...alertOf('a'), message: evil, server: evil, details};
		expect(draft.apply({about: {alerts: {keep: [0, 0], before: [alert], after: []}}, servers: []})).toBe(true);
		const text = JSON.stringify(draft.fleet()?.alerts);
		expect(text.match(/red/g)).toHaveLength(words.length + 7);
		expect(text).not.toMatch(/owned|\\u001b|\u202e/);
	});

	test('what is too deep to be walked is cut', () => {
		const draft = good();
		const deep = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
		draft.apply({servers: [['a', {listing: {...state.listing, tools: [{name: 'x', deep}]}}]]});
		expect(JSON.stringify(draft.fleet()?.servers[0]?.listing).length).toBeLessThan(1000);
	});

	test('fields of later versions are kept', () => {
		const draft = good();
		expect(draft.apply({servers: [['a', {later: {a: 1}}]], about: {later: 2}, later: 3})).toBe(true);
		expect(draft.fleet()).toMatchObject({later: 2});
		expect(draft.fleet()?.servers[0]).toMatchObject({later: {a: 1}, isChecking: false});
	});
});

test('no secret of a server is on any line', () => {
	const secret = 'plantedvalue';
	const servers = [
		stdioServer('a', {env: {X: secret}, args: ['--token', secret]}),
		httpServer('b', {headers: {Authorization: `Bearer ${secret}`}, url: `https://u:${secret}@h/mcp?x=${secret}`}),
	];
	const fleet = fleetOf(servers.map(server => upState(server.name, {server})));
	const changed = change(change(fleet, 0, {server: {...servers[0]!, enabled: false}}), 1, {isChecking: true});
	expect(JSON.stringify(fleet)).toContain(secret);
	expect([...diffFleet(null, fleet), ...diffFleet(fleet, changed)].join()).not.toContain(secret);
});
