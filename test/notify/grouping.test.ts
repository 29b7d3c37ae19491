import {expect, test} from 'vitest';
import type {Channel} from '../../source/domain/channel.ts';
import {nextBatch} from '../../source/notify/next-batch.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {noon} from '../helpers/fleet.ts';
import {answered, closed, createNotifierRig, everything, idsOf, opened, webhook} from './rig.ts';

const slack: Channel = {
	type: 'slack',
	name: 'slack',
	isEnabled: true,
	filter: everything,
	problem: null,
	url: 'https://hooks.slack.com/services/T/B/x',
	channel: null,
	tls: null,
	proxy: null,
};
const stdout: Channel = {type: 'stdout', name: 'stdout', isEnabled: true, filter: everything, problem: null};
const group = {details: {groupId: 'g', group: 'all on mcp.internal'}};
const other = {details: {groupId: 'h'}};

test('Slack holds alerts back for a second, and words those of one cause as one', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock});
	rig.start([slack]);
	rig.raise(opened('a', 1, group), opened('lonely', 2), opened('b', 3, group));
	await clock.advance(500);
	rig.raise(opened('c', 4, group));
	await clock.advance(499);
	expect(rig.requests).toEqual([]);
	await clock.advance(1);
	const texts = rig.requests.map(({body}) => JSON.parse(body ?? '').text);
	expect(texts).toEqual(['3 of 35 down, all on mcp.internal: a, b, c', 'lonely down: exited with code 1']);
});

test('a webhook gets each at once, with what they have in common', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock});
	rig.start([webhook()]);
	rig.raise(opened('a', 1, group), opened('b', 2, group));
	await clock.advance(0);
	expect(idsOf(rig.requests)).toEqual(['id-0001', 'id-0002']);
	expect(JSON.parse(rig.requests[1]?.body ?? '').group_id).toBe('g');
});

test('what is held back goes out when everything ends, and after a restart where that fails', async () => {
	const clock = createFakeClock(noon);
	const answers = [answered(200), answered(503), answered(200)];
	const rig = createNotifierRig({clock, answer: async () => answers.shift()!});
	for (const number of [1, 2]) {
		const notifier = rig.start([slack]);
		rig.raise(opened(`server-${number}`, number));
		await notifier.close();
		expect(rig.requests).toHaveLength(number);
	}
	expect(rig.kept.outbox.boxes[0]?.queue).toHaveLength(1);
	rig.start([slack]);
	await clock.advance(0);
	expect(rig.requests).toHaveLength(3);
	expect(rig.kept.outbox.boxes[0]?.queue).toEqual([]);
});

test('a log without a screen has one line for one cause, and loses none when it ends', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock});
	const notifier = rig.start([stdout]);
	rig.raise(opened('a', 1, {...group, affects: ['cursor']}), opened('b', 2, {...group, affects: ['support-agent']}));
	await clock.advance(1000);
	expect(rig.printed).toEqual([
		'2026-04-02T12:22:00.001Z CRITICAL 2 of 35 down, all on mcp.internal: a, b (affects cursor, support-agent)\n',
	]);
	rig.raise(closed('a', 3));
	await notifier.close();
	expect(rig.printed[1]).toBe('2026-04-02T12:22:00.003Z INFO     a up again after 4m down\n');
});

test('a log of JSON has each alert in a line, at once', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock, isJson: true});
	rig.start([stdout]);
	rig.raise(opened('a', 1, group), opened('b', 2, group));
	await clock.advance(0);
	expect(rig.printed.map(line => JSON.parse(line).server)).toEqual(['a', 'b']);
});

test('where there is a screen its feed is the log', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock, tools: {log: null}});
	rig.start([stdout]);
	rig.raise(opened('a', 1));
	await clock.advance(60_000);
	expect(rig.kept.outbox.boxes[0]?.queue).toEqual([]);
});

test.each<[story: string, alerts: Parameters<typeof nextBatch>[0][number]['alert'][], batch: string[]]>([
	[
		'alerts of one cause are told together',
		[opened('a', 1, group), opened('b', 2, other), opened('c', 3, group)],
		['a', 'c'],
	],
	['beginnings and ends are not', [opened('a', 1, group), closed('b', 2, group)], ['a']],
	['what has no cause in common is told by itself', [opened('a', 1), opened('b', 2)], ['a']],
	[
		'none overtakes another one of its own trouble',
		[opened('a', 1, group), opened('b', 2, other), opened('b', 3, group), opened('c', 4, group)],
		['a', 'c'],
	],
])('%s', (_story, alerts, batch) => {
	const queue = alerts.map(alert => ({alert, opening: null}));
	expect(nextBatch(queue, true).map(({alert}) => alert.server)).toEqual(batch);
});

test('Alertmanager is told again and again what goes on, and no more when it is over', async () => {
	const clock = createFakeClock(noon);
	const rig = createNotifierRig({clock});
	const channel: Channel = {
		...slack,
		type: 'alertmanager',
		name: 'am',
		url: 'http://am:9093',
		token: null,
	};
	const first = rig.start([channel]);
	rig.raise(opened('a', 1), opened('b', 2));
	await clock.advance(0);
	const postsOf = () =>
		rig.requests.map(({body}) =>
			JSON.parse(body ?? '')
				.map((one: Posted) => one.labels.server)
				.join(),
		);
	expect(postsOf()).toEqual(['a', 'b', 'a,b']);
	await clock.advance(60_000);
	expect(postsOf()).toHaveLength(4);
	rig.raise(closed('a', 3));
	await clock.advance(120_000);
	expect(postsOf().slice(4)).toEqual(['a', 'b', 'b']);
	await first.close();
	// It may have forgotten while nobody told it.
	rig.start([channel]);
	await clock.advance(0);
	expect(postsOf().slice(7)).toEqual(['b']);
	const ends = rig.requests.map(({body}) => JSON.parse(body ?? '').at(-1).endsAt);
	expect(ends.at(-1)).toBe(new Date(clock.now() + 300_000).toISOString());
});

interface Posted {
	readonly labels: {readonly server: string};
}
