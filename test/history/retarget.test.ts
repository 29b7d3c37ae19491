import {describe, expect, test} from 'vitest';
import {openIncident} from '../helpers/fleet.ts';
import {kept, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;

describe('another target under an old name', () => {
	const moved = {...slack, url: 'https://elsewhere.example.com/mcp'};

	test('is not another token, tag or interval', async () => {
		const {history} = await store.open([slack]);
		history.keep(slack.name, kept, false);
		await history.close();
		const same = {...slack, headers: {authorization: 'Bearer 2'}, tags: ['new'], intervalMs: 1};
		expect((await store.reread(same))?.kept).toEqual(kept);
	});

	test('starts anew, while what was before stays on the timeline, marked', async () => {
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		history.append(slack.name, store.sample({at: store.clock.now() + minuteMs}));
		history.keep(slack.name, kept, false);
		await history.close();
		await store.clock.advance(2 * minuteMs);

		const movedAt = store.clock.now();
		const ended = {...openIncident(), endedAt: movedAt, ending: 'removed'};
		for (const restart of ['first', 'second']) {
			const {history: next, pasts} = await store.open([moved]);
			const past = pasts.get(slack.name);
			expect(past?.samples, restart).toEqual([]);
			expect(past?.kept).toMatchObject({health: {status: 'unknown'}, schema: null, incidents: [ended]});
			expect(next.record(slack.name)).toMatchObject({retargetedAt: movedAt, incidents: [ended], schema: null});
			expect(next.record(slack.name)?.spans).toMatchObject([{checks: 2, availableMs: minuteMs}]);
			await next.close();
			await store.clock.advance(minuteMs);
		}

		const {history: next} = await store.open([moved]);
		const at = store.clock.now();
		next.append(slack.name, store.sample({latencyMs: null, category: 'auth_required'}));
		next.append(slack.name, store.sample({at: at + minuteMs, latencyMs: null, category: 'auth_required'}));
		expect(next.record(slack.name)?.spans).toMatchObject([
			{checks: 4, availableMs: minuteMs, unavailableMs: 0, unknownMs: minuteMs},
		]);
		expect(next.stats(slack.name, at + minuteMs)['1h']).toMatchObject({checks: 2, p50Ms: null, uptime: null});
		await next.close();
	});

	test('is not compared with the tools of the old one, even if nothing else was written', async () => {
		const {history} = await store.open([slack]);
		history.keep(slack.name, kept, false);
		await history.close();
		const {history: next} = await store.open([moved]);
		next.append(slack.name, store.sample());
		await next.close();
		expect((await store.json('slack', 'schema')).schema).not.toBeNull();
		expect((await store.reread(moved))?.kept?.schema).toBeNull();
	});
});
