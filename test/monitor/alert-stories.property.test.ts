import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {Action} from '../../source/domain/action.ts';
import {type Alert, dedupKeyOf} from '../../source/domain/alert.ts';
import {openAlerts} from '../../source/domain/alert-log.ts';
import {isOpen} from '../../source/domain/incident.ts';
import type {Server} from '../../source/domain/server.ts';
import {bad, crash, good, type Step} from '../helpers/fake-prober.ts';
import {failure, httpServer, stdioServer} from '../helpers/fleet.ts';
import {beginStory, type Story} from './alert-story.ts';

const secondMs = 1000;
const minuteMs = 60_000;

const fleet: readonly Server[] = [httpServer('a'), httpServer('b'), stdioServer('c')];
const names = fleet.map(({name}) => name);

const call = (isGood: boolean): Step =>
	good({
		extras: {
			calls: [
				{tool: 'send', at: 0, latencyMs: 5, failure: isGood ? null : failure({category: 'tool_error', message: 'no'})},
			],
		},
	});
const steps: Readonly<Record<string, readonly Step[]>> = {
	good: [good()],
	bad: [bad()],
	blip: [bad(), good()],
	outage: [bad(), bad(), bad(), good()],
	crash: [{ok: false, failure: crash}, good()],
	crashes: [{ok: false, failure: crash}],
	gone: [bad({category: 'not_found', transient: false, message: 'HTTP 404'})],
	stall: [...Array(4).fill(bad({category: 'stream_stalled', message: 'stalled'})), bad()],
	cutOff: [bad({category: 'dns', transient: true, message: 'no DNS'})],
	login: [bad({category: 'auth_required', transient: false, message: 'HTTP 401'})],
	slow: [good({latencyMs: 4000})],
	unevenly: [good({latencyMs: 4000}), good(), good({latencyMs: 12_000}), good()],
	drift: [good({tools: ['other']})],
	toolFails: [call(false)],
	toolWorks: [call(true), good()],
	sessions: [good({extras: {reinitialised: true}}), good()],
};

/** One thing that happens, and what a counterexample calls it. */
interface Deed {
	live(story: Story): Promise<void>;
	[fc.toStringMethod](): string;
}

const deedOf = (say: string, live: Deed['live']): Deed => ({live, [fc.toStringMethod]: () => say});

const actions = {
	acknowledge: server => ({do: 'acknowledge', servers: [server], by: 'ann', reason: null}),
	unacknowledge: server => ({do: 'unacknowledge', servers: [server], by: 'ann'}),
	accept: server => ({do: 'accept', server, expect: null, by: 'ann'}),
	undoAccept: server => ({do: 'undoAccept', server, by: 'ann'}),
	check: server => ({do: 'check', servers: [server]}),
} as const satisfies Record<string, (server: string) => Action>;

const name = fc.constantFrom(...names);
const some = fc.subarray([...names], {minLength: 1});

const deed: fc.Arbitrary<Deed> = fc.oneof(
	{
		weight: 6,
		arbitrary: fc.tuple(some, fc.constantFrom(...Object.keys(steps))).map(([chosen, what]) =>
			deedOf(`${chosen}: ${what}`, async story => {
				for (const one of chosen) if (isThere(story, one)) story.checks(one, ...(steps[what] ?? []));
			}),
		),
	},
	{
		weight: 6,
		arbitrary: fc
			.constantFrom(secondMs, 5 * secondMs, 40 * secondMs, 3 * minuteMs, 20 * minuteMs)
			.map(ms => deedOf(`wait ${ms / secondMs}s`, story => story.wait(ms))),
	},
	name.map(one =>
		deedOf(`interrupt ${one}`, async story => {
			if (isThere(story, one)) story.prober(one).interrupt();
		}),
	),
	fc
		.tuple(name, fc.constantFrom(...(Object.keys(actions) as (keyof typeof actions)[])))
		.map(([server, what]) => deedOf(`${what} ${server}`, story => tried(story.act(actions[what](server))))),
	fc.tuple(fc.constantFrom('', 'name=a', 'status!=up'), fc.constantFrom(30, 300, 1200)).map(([query, seconds]) =>
		deedOf(`silence "${query}" ${seconds}s`, story => {
			const until = story.clock.now() + seconds * secondMs;
			return tried(story.act({do: 'silence', query, until, by: 'ann', reason: null}));
		}),
	),
	// Ended in an orderly way, or killed before the last alerts, or the last incidents, were written.
	fc.constantFrom('ended', 'alert lost', 'alerts lost', 'incidents lost').map(how =>
		deedOf(`restart: ${how}`, async story => {
			const before = new Map(story.history.kept);
			if (how === 'incidents lost') await story.wait(2 * secondMs);
			await story.stop();
			if (how === 'incidents lost') for (const [one, kept] of before) story.history.kept.set(one, kept);
			story.history.loseAlerts(how === 'alert lost' ? 1 : how === 'alerts lost' ? 2 : 0);
			await story.restart();
		}),
	),
	some.map(left => deedOf(`only ${left}`, story => story.restart(fleet.filter(one => left.includes(one.name))))),
	name.map(off =>
		deedOf(`disable ${off}`, story =>
			story.restart(fleet.map(one => (one.name === off ? {...one, enabled: false} : one))),
		),
	),
	fc.constant(deedOf('all again', story => story.restart(fleet))),
);

const isThere = (story: Story, one: string): boolean => story.servers().some(server => server.name === one);

/** What cannot be done now is refused, and that is all. */
const tried = (act: Promise<void>): Promise<void> => act.catch(() => {});

/** All is well, and stays so for long enough. */
async function mend(story: Story): Promise<void> {
	await story.restart(fleet);
	for (const one of names) story.checks(one, call(true));
	await story.wait(20 * minuteMs);
	for (const server of names) await tried(story.act({do: 'accept', server, expect: null, by: 'ann'}));
	await story.wait(65 * minuteMs);
	await story.stop();
}

const wording = ({at, phase, isSilenced, message, startedAt}: Alert): string =>
	`${at} ${isSilenced ? '~' : ''}${phase} (since ${startedAt}) ${message}`;

/** What everybody was told of one trouble after the other makes sense. */
function checkLog(alerts: readonly Alert[]): void {
	for (const key of new Set(alerts.map(dedupKeyOf))) {
		const own = alerts.filter(alert => alert.phase !== 'noted' && dedupKeyOf(alert) === key);
		let open: 'no' | 'shown' | 'told' = 'no';
		for (const [index, {phase, isSilenced}] of own.entries()) {
			const context = `${key}: ${own
				.slice(0, index + 1)
				.map(wording)
				.join('; ')}`;
			if (phase === 'opened') {
				// What a silence has kept back is told at its end; nothing else is told twice.
				expect(open === 'no' || (open === 'shown' && !isSilenced), context).toBe(true);
				open = isSilenced ? 'shown' : 'told';
			} else {
				expect(open, context).toBe(isSilenced ? 'shown' : 'told');
				if (phase === 'closed') open = 'no';
			}
		}
	}
	expect(new Set(alerts.map(({id}) => id)).size).toBe(alerts.length);
}

test('whatever happens, what is told opens once, closes once, and is over when all is well', {timeout: 60_000}, () =>
	fc.assert(
		fc.asyncProperty(
			fc.array(deed, {minLength: 3, maxLength: 25}),
			fc.constantFrom(null, 10 * minuteMs),
			async (deeds, remindAfterMs) => {
				const story = await beginStory(fleet, {remindAfterMs});
				for (const {live} of deeds) await live(story);
				await mend(story);
				checkLog(story.alerts());
				expect(openAlerts(story.alerts().toReversed()).map(wording)).toEqual([]);
				for (const one of names) expect(story.state(one).incidents.filter(isOpen)).toEqual([]);
			},
		),
		{numRuns: Number(process.env.ALERT_RUNS ?? 40)},
	),
);
