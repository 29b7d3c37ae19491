import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Alert} from '../../source/domain/alert.ts';
import type {Channel, ChannelFilter} from '../../source/domain/channel.ts';
import {boxOf, buried, emptyOutbox, mostQueued, newAlerts, type Outbox, takeIn} from '../../source/domain/outbox.ts';
import {noon} from '../helpers/fleet.ts';
import {closed, everything, opened, webhook} from './rig.ts';

const take = (alerts: readonly Alert[], channel: Channel, outbox: Outbox = emptyOutbox): Outbox =>
	alerts.reduce(
		(next, alert) => takeIn(next, alert, {channels: [channel], tagsOf: () => ['critical', 'team:db'], now: noon}),
		outbox,
	);

/** Phases and kinds that a channel with this filter is told of. */
const toldOf = (alerts: readonly Alert[], filter: Partial<ChannelFilter> = {}, changes: Partial<Channel> = {}) =>
	boxOf(
		take(alerts, {...webhook({filter: {...everything, ...filter}}), ...changes} as Channel),
		changes.name ?? 'hook',
	).queue.map(({alert: {phase, about}}) => `${phase} ${about}`);

const down = opened('redis-mcp', 1);
const still = opened('redis-mcp', 2, {phase: 'reminded'});
const acknowledged = opened('redis-mcp', 3, {phase: 'acknowledged'});
const up = closed('redis-mcp', 4);
const restarted = opened('redis-mcp', 5, {kind: 'restarted', about: 'restarted', severity: 'warning', phase: 'noted'});
const silenced = {isSilenced: true};
const life = [down, still, acknowledged, up];
const whole = ['opened down', 'reminded down', 'acknowledged down', 'closed down'];

describe('a channel', () => {
	test.each<[story: string, alerts: readonly Alert[], filter: Partial<ChannelFilter>, told: readonly string[]]>([
		['is told a trouble from its beginning to its end', life, {}, whole],
		['that wants outages is told their end too, whatever that is called', life, {events: ['down']}, whole],
		['that wants grave alerts is told their end too, which is not grave', life, {minSeverity: 'critical'}, whole],
		['is told nothing of a kind that it does not want', life, {events: ['schema_drift']}, []],
		['that wants recoveries only has none, for it is told of no trouble', life, {events: ['recovery']}, []],
		['is told nothing below its severity', [restarted], {minSeverity: 'critical'}, []],
		['is told its severity itself', [restarted], {minSeverity: 'warning'}, ['noted restarted']],
		['is told of servers with one of its tags', life, {tags: ['other', 'critical']}, whole],
		['takes the key of a tag for all its values', life, {tags: ['team']}, whole],
		['is told nothing of other servers', life, {tags: ['other']}, []],
		['is told no end without a beginning', [acknowledged, up], {}, []],
		['that hears of a trouble late is told its end', [still, up], {}, ['reminded down', 'closed down']],
		['is told nothing that is silenced', [{...down, ...silenced}, up], {}, []],
		['is told no silenced reminder or end', [down, {...still, ...silenced}, {...up, ...silenced}], {}, ['opened down']],
		[
			'is told of each trouble by itself',
			[down, opened('github-mcp', 2), up],
			{},
			['opened down', 'opened down', 'closed down'],
		],
	])('%s', (_story, alerts, filter, told) => expect(toldOf(alerts, filter)).toEqual(told));

	test('that holds a page open is told its end even in a silence', () => {
		const alerts = [down, {...up, ...silenced}];
		expect(toldOf(alerts, {}, {type: 'pagerduty', name: 'p'} as Partial<Channel>)).toEqual([
			'opened down',
			'closed down',
		]);
	});

	test('that is not configured is told nothing new, but the end of what it knows', () => {
		const before = take([down], webhook());
		const after = take([opened('github-mcp', 2), up], webhook({problem: 'no address'}), before);
		expect(boxOf(after, 'hook').queue.map(({alert}) => alert.id)).toEqual([down.id, up.id]);
	});

	test('is told the end with what it was told at the beginning', () => {
		const {queue} = boxOf(take([down, up], webhook()), 'hook');
		expect(queue.map(({opening}) => opening?.id ?? null)).toEqual([null, down.id]);
	});

	test.each<[story: string, after: readonly Alert[], queue: readonly string[], told: number]>([
		['is not told its end either', [acknowledged, up], [], 0],
		['is told when it is reminded', [still, acknowledged, up], ['reminded', 'acknowledged', 'closed'], 0],
		['is told when it comes again', [up, opened('redis-mcp', 6)], ['opened'], 1],
		['hears of the others', [up, opened('github-mcp', 6)], ['opened'], 1],
	])('that did not get the beginning of a trouble %s', (_story, after, queue, told) => {
		const box = boxOf(take([down, ...after], webhook()), 'hook');
		const rest = buried(box, [box.queue[0]!], 'HTTP 404', noon);
		expect(rest.queue.map(({alert: {phase}}) => phase)).toEqual(queue);
		expect(rest.queue[0]?.opening ?? null).toBeNull();
		expect(rest.told).toHaveLength(told);
	});

	test('that cannot be reached holds a bounded queue; the oldest go, and are named', () => {
		const many = Array.from({length: mostQueued + 3}, (_, index) => opened(`server-${index}`, index));
		const box = boxOf(take(many, webhook()), 'hook');
		expect(box.queue).toHaveLength(mostQueued);
		expect(box.dead.map(({server}) => server)).toEqual(['server-2', 'server-1', 'server-0']);
		expect(box.told).toHaveLength(mostQueued);
	});
});

describe('what is new', () => {
	const log = [up, acknowledged, still, down];
	test.each<[story: string, last: Outbox['last'], ids: readonly string[]]>([
		['is what came after the last one, oldest first', {id: still.id, at: still.at}, [acknowledged.id, up.id]],
		['is nothing where the last one is the newest', {id: up.id, at: up.at}, []],
		['goes by the time where the last one is not there any more', {id: 'gone', at: still.at}, [acknowledged.id, up.id]],
	])('%s', (_story, last, ids) => {
		expect(newAlerts({...emptyOutbox, last}, log, noon).map(({id}) => id)).toEqual(ids);
	});

	test('is not what was there long before anything was sent', () => {
		expect(newAlerts(emptyOutbox, log, noon + 120_000)).toEqual([]);
		expect(newAlerts(emptyOutbox, log, noon + 1000)).toHaveLength(4);
	});
});

test('whatever comes, a channel hears of a trouble from its beginning, once, and of the end of what it heard of', () => {
	const step = fc.record({
		server: fc.constantFrom('a', 'b'),
		phase: fc.constantFrom('opened', 'reminded', 'acknowledged', 'closed', 'noted' as const),
		severity: fc.constantFrom('critical', 'warning', 'info'),
		isSilenced: fc.boolean(),
	});
	const channel = webhook({filter: {...everything, minSeverity: 'warning'}});
	fc.assert(
		fc.property(fc.array(step, {maxLength: 40}), steps => {
			const alerts = steps.map(({server, ...changes}, index) =>
				changes.phase === 'closed' ? closed(server, index, changes) : opened(server, index, changes as Partial<Alert>),
			);
			const {queue, told} = boxOf(take(alerts, channel), 'hook');
			const open = new Set<string>();
			for (const {alert} of queue) {
				const {server, phase} = alert;
				if (phase === 'acknowledged' || phase === 'closed') expect(open).toContain(server);
				if (phase === 'opened' || phase === 'reminded') open.add(server);
				if (phase === 'closed') open.delete(server);
			}
			for (const {server} of told) {
				const ends = alerts.filter(one => one.phase === 'closed' && one.server === server);
				const opening = told.find(one => one.server === server)!;
				expect(ends.filter(({at}) => at > opening.at)).toEqual([]);
			}
			expect(queue.every(({alert}) => !alert.isSilenced)).toBe(true);
		}),
		{numRuns: 200},
	);
});
