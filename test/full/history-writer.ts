// A monitor's use of the store, as fast as the disk allows, until it is killed. It says on stdout what it has done.
import {writeSync} from 'node:fs';
import {unknownHealth} from '../../source/domain/health.ts';
import type {Incident} from '../../source/domain/incident.ts';
import {createJsonHistory} from '../../source/history/json-history.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {openIncident, stdioServer} from '../helpers/fleet.ts';

const [folder = '', start = '0', seed = '1'] = process.argv.slice(2);
const clock = createFakeClock(Number(start));
const servers = ['a', 'b', 'c'].map(name => stdioServer(name));
const history = createJsonHistory({folder, clock, isOwner: true});
const pasts = await history.open(servers);
const incidents = new Map<string, readonly Incident[]>(
	servers.map(({name}) => [name, pasts.get(name)?.kept?.incidents ?? []]),
);
let random = Number(seed);
writeSync(1, 'ready\n');

for (;;) {
	// What falls due is written before anything else happens, so that what a kill costs can be told exactly.
	for (let passed = 0; passed < 15_000; passed += 1000) {
		await clock.advance(1000);
		await history.saved();
	}
	for (const {name} of servers) {
		const at = clock.now();
		random = (random * 48_271) % 2_147_483_647;
		const hasTurned = random % 8 === 0;
		history.append(name, {at, latencyMs: 20 + (random % 50), category: null, counted: true});
		if (hasTurned) incidents.set(name, turn(incidents.get(name) ?? [], at));
		const kept = {health: {...unknownHealth, since: at}, schema: null, incidents: incidents.get(name) ?? []};
		history.keep(name, kept, hasTurned);
		writeSync(1, `checked ${name} ${at}\n`);
		if (!hasTurned) continue;
		await history.saved();
		writeSync(1, `turned ${name} ${at}\n`);
	}
}

/** An outage begins or ends. */
function turn(list: readonly Incident[], at: number): readonly Incident[] {
	const open = list.find(({endedAt}) => endedAt === null);
	if (!open) return [openIncident({startedAt: at}), ...list];
	return list.map(one => (one === open ? {...one, endedAt: at, ending: 'recovered'} : one));
}
