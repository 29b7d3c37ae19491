import {describe, expect, test} from 'vitest';
import {alertOf, openIncident} from '../helpers/fleet.ts';
import {kept, redis, setUpStore, slack} from './store-folder.ts';

const store = setUpStore();
const minuteMs = 60_000;

describe('while a store is open', () => {
	test('a server is added with its past, and kept from then on', async () => {
		const {history: before} = await store.open([redis]);
		before.append(redis.name, store.sample());
		before.keep(redis.name, kept, true);
		await before.close();
		const {history} = await store.open([slack], {configured: [slack.name, redis.name]});
		history.addAlert(alertOf('a'));
		const pasts = await history.open([redis]);
		expect([...pasts.keys()]).toEqual([redis.name]);
		expect(pasts.get(redis.name)).toMatchObject({kept, samples: [store.sample()]});
		expect(history.alerts()).toHaveLength(1);
		await store.clock.advance(minuteMs);
		history.append(redis.name, store.sample());
		await store.pass(history, minuteMs);
		expect((await store.reread(redis))?.samples).toHaveLength(2);
		await history.close();
	});

	test('a server that stands for another target begins anew, without a look at the disk', async () => {
		const {history} = await store.open([slack]);
		history.append(slack.name, store.sample());
		history.keep(slack.name, kept, false);
		const same = await history.open([{...slack, tags: ['new']}]);
		expect(same.get(slack.name)).toMatchObject({kept, samples: [store.sample()]});
		await store.clock.advance(1);
		const pasts = await history.open([{...slack, url: 'https://elsewhere.example.com/mcp'}]);
		const ended = {...openIncident(), endedAt: store.clock.now(), ending: 'removed'};
		expect(pasts.get(slack.name)).toMatchObject({
			samples: [],
			kept: {health: {status: 'unknown'}, schema: null, incidents: [ended]},
		});
		expect(history.record(slack.name)?.spans).toMatchObject([{checks: 1}]);
		await history.close();
	});

	test('one that leaves has its incidents closed on the disk, and comes back with its past', async () => {
		const {history} = await store.open([slack, redis]);
		history.append(redis.name, store.sample());
		history.keep(redis.name, kept, false);
		await history.forget(redis.name);
		const ended = [{...openIncident(), endedAt: store.clock.now(), ending: 'removed'}];
		expect((await store.reread(redis))?.kept?.incidents).toEqual(ended);
		history.append(redis.name, store.sample());
		expect(history.record(redis.name)).toBeNull();
		await history.forget('nobody');
		const back = await history.open([redis]);
		expect(back.get(redis.name)).toMatchObject({samples: [store.sample()], kept: {incidents: ended}});
		await history.close();
	});
});
