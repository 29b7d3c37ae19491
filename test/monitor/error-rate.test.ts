import {describe, expect, test} from 'vitest';
import {notesOf} from '../../source/domain/notes.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {bad, good, type Step} from '../helpers/fake-prober.ts';
import {httpServer} from '../helpers/fleet.ts';
import {createMemoryHistory} from './memory-history.ts';
import {type FleetOptions, runFleet} from './running-fleet.ts';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const slack = httpServer('slack-mcp');
const timeout = bad({category: 'timeout', message: 'no answer within 5s'});
const scripted = (...steps: Step[]): FleetOptions => ({prepare: probers => probers.scriptAll(...steps)});
const goods = (count: number): Step[] => Array.from({length: count}, () => good());

describe('a server that fails here and there', () => {
	test('is degraded and told of once, until it has been quiet', async () => {
		const fleet = await runFleet([slack], scripted(...goods(30), timeout, ...goods(10), timeout, ...goods(20)));
		await fleet.clock.advance(25 * minuteMs);
		expect(fleet.state().health).toMatchObject({status: 'degraded', reasons: ['error_rate']});
		const words = /^2 of \d+ checks failed in the last hour \(\d\.\d+%, limit 2%\): timeout 2$/;
		expect(notesOf(fleet.state(), fleet.clock.now())[0]).toMatch(words);
		expect(fleet.state().incidents.map(({kind}) => kind)).toEqual(['error_rate']);
		expect(fleet.monitor.fleet.getSnapshot().alerts).toMatchObject([
			{kind: 'error_rate', severity: 'warning', message: expect.stringMatching(words)},
		]);
		await fleet.clock.advance(20 * minuteMs);
		expect(fleet.status()).toBe('up');
		expect(fleet.alerts()).toEqual([
			expect.stringMatching(words),
			expect.stringMatching(/^checks fail less often again after 1\dm$/),
		]);
	});

	test('goes on being so over a restart, without being told again', async () => {
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([slack], {
			clock,
			history,
			...scripted(...goods(30), timeout, ...goods(10), timeout, ...goods(4)),
		});
		await clock.advance(21 * minuteMs);
		expect(first.state().health.reasons).toEqual(['error_rate']);
		await first.monitor.stop();
		const second = await runFleet([slack], {clock, history});
		await clock.advance(minuteMs);
		expect(second.state().health.reasons).toEqual(['error_rate']);
		expect(second.alerts()).toHaveLength(1);
		await clock.advance(20 * minuteMs);
		expect([second.status(), second.alerts().length]).toEqual(['up', 2]);
	});

	test('is not called so for an outage, while it begins, lasts, or is over', async () => {
		const fleet = await runFleet([slack], scripted(...goods(25), ...Array.from({length: 20}, () => timeout), good()));
		const reasons = new Set<string>();
		fleet.monitor.fleet.subscribe(() => {
			for (const reason of fleet.state().health.reasons) reasons.add(reason);
		});
		await fleet.clock.advance(60 * minuteMs);
		expect(fleet.status()).toBe('up');
		expect([...reasons]).toEqual(['timeout']);
		expect(fleet.alerts()).toEqual(['down: no answer within 5s', expect.stringMatching(/^up again after/)]);
	});

	test('keeps its outages apart from what else fails', async () => {
		const outage = [timeout, timeout, timeout, good(), good()];
		const fleet = await runFleet(
			[slack],
			scripted(...goods(30), timeout, ...goods(5), ...outage, ...goods(5), timeout, ...goods(9)),
		);
		await fleet.clock.advance(26 * minuteMs);
		expect(fleet.state().incidents.map(({kind}) => kind)).toEqual(['error_rate', 'down']);
		expect(fleet.state().symptoms.errorRate).toMatchObject({failed: 2, errors: {timeout: 2}});
	});

	test('that refuses us until it gets its credentials has no rate of errors', async () => {
		const refused = bad({category: 'auth_required', transient: false, message: 'authentication required'});
		const clock = createFakeClock();
		const history = createMemoryHistory();
		const first = await runFleet([slack], {clock, history, ...scripted(refused)});
		await clock.advance(15 * minuteMs);
		await first.monitor.stop();
		const second = await runFleet([slack], {clock, history});
		await clock.advance(20 * minuteMs);
		expect([second.status(), second.alerts()]).toEqual(['up', []]);
	});

	test('its limits are its own', async () => {
		const tolerant = httpServer('batch', {
			limits: {...slack.limits, errorRate: {transient: 0.5, permanent: 0.5}},
		});
		const steps = [...goods(30), timeout, ...goods(2), timeout, ...goods(20)];
		const fleet = await runFleet([slack, tolerant], scripted(...steps));
		await fleet.clock.advance(18 * minuteMs);
		expect([fleet.status('slack-mcp'), fleet.status('batch')]).toEqual(['degraded', 'up']);
	});

	test('is judged by the whole hour, however short its interval', async () => {
		const often = httpServer('often', {intervalMs: 5000});
		const burst = Array.from({length: 4}, () => [timeout, ...goods(25)]).flat();
		const fleet = await runFleet([often], scripted(...goods(300), ...burst));
		await fleet.clock.advance(38 * minuteMs);
		const kept = fleet.history.samples.get('often') ?? [];
		const [total, failed] = [kept.length, kept.filter(({category}) => category !== null).length];
		expect([failed, failed / total < 0.02, failed / fleet.state().samples.length > 0.02]).toEqual([4, true, true]);
		expect(fleet.state().incidents).toEqual([]);
	});
});
