// The screen through a simulated week: ten servers report, one fails for an hour a day, and somebody looks in every hour.
import type {Fleet} from '../source/domain/fleet.ts';
import type {Monitor} from '../source/domain/ports.ts';
import {createSettable} from '../source/domain/settable.ts';
import {openScreen} from '../source/view/screen.tsx';
import {createFakeClock, settled} from '../test/helpers/clock.ts';
import {alertOf, downState, fleetOf, upState} from '../test/helpers/fleet.ts';
import {createCountingTerminal} from './screen-terminal.ts';

const hours = Number(process.argv[2] ?? 7 * 24);
const hourMs = 3_600_000;
const checksPerHour = 30;
const count = 10;
const escapeKey = '\x1b';

const clock = createFakeClock();
const names = Array.from({length: count}, (_none, index) => `server-${index}`);
const fleet = createSettable<Fleet>(fleetOf(names.map(name => upState(name))));
const monitor: Monitor = {
	fleet,
	act: async () => ({ok: true, message: 'done', undo: null}),
	log: async () => [`line of ${clock.now()}`],
	record: async () => null,
	timelines: async () => new Map(),
};
const {stdin, stdout, terminal} = createCountingTerminal();
const screen = openScreen({
	monitor,
	clock,
	terminal,
	options: {color: true, ascii: false, env: {TERM: 'xterm-256color', COLORTERM: 'truecolor'}},
});

/** All servers report once; the first is down in the third hour of each day. */
function report(hour: number, check: number): void {
	const before = fleet.getSnapshot();
	const at = clock.now();
	const servers = before.servers.map((state, index) => {
		const isDown = index === 0 && hour % 24 === 2;
		const make = isDown ? downState : upState;
		const latencyMs = isDown ? null : 40 + ((check * 7 + index * 3 + hour) % 40);
		const sample = {at, latencyMs, category: isDown ? ('timeout' as const) : null, counted: !isDown};
		const samples = [...state.samples, sample].slice(-120);
		return make(state.server.name, {samples, lastCheck: {at, latencyMs, connectMs: null, notes: []}});
	});
	const alerts =
		hour % 24 === 2 && check === 0
			? [alertOf('server-0', {id: `alert-${hour}`, at}), ...before.alerts].slice(0, 500)
			: before.alerts;
	fleet.set({...before, servers, alerts});
}

/** Moves, filters by a text never typed before, and walks through the pages of a server and of the fleet. */
async function lookIn(hour: number): Promise<void> {
	const keys = ['j', 'j', '/', ...`${hour}`, '\x7f', '\x7f', '\x7f', 'server', '\r', escapeKey, '\r', '\t', '\t', '\t'];
	for (const key of [...keys, '\t', '\t', escapeKey, 't', '>', 't', 't', ' ', ' ', 'g']) {
		stdin.write(key);
		// An Escape could be the start of another key's bytes, so what comes right after it would be taken for its rest.
		if (key === escapeKey) await new Promise(resolve => setTimeout(resolve, 30));
		await clock.advance(60);
	}
	await clock.advance(1000);
}

function heapMb(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 1_048_576;
}

const heaps = [{hour: 0, heapMb: heapMb()}];
for (let hour = 1; hour <= hours; hour++) {
	for (let check = 0; check < checksPerHour; check++) {
		report(hour, check);
		await clock.advance(hourMs / checksPerHour);
	}
	await lookIn(hour);
	await settled();
	if (hour === 1 || hour === 6 || hour % 24 === 0) heaps.push({hour, heapMb: heapMb()});
}
console.log(JSON.stringify({heaps, hours, frames: stdout.frames, bytes: stdout.bytes}));
screen.close();
process.exit(0);
