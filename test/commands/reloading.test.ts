import {describe, expect, test} from 'vitest';
import {startCompanions} from '../../source/commands/companions.ts';
import type {FleetSource} from '../../source/commands/fleet-source.ts';
import {createReloading, type Reading} from '../../source/commands/reloading.ts';
import {UserError} from '../../source/domain/errors.ts';
import type {Server} from '../../source/domain/server.ts';
import {createTroubles} from '../../source/monitor/troubles.ts';
import {httpServer} from '../helpers/fleet.ts';
import {runFleet} from '../monitor/running-fleet.ts';

const [a, b] = ['a', 'b'].map(name => httpServer(name)) as [Server, Server];

/** What a reload looks at; the rest of a source is for others. */
const sourceOf = (servers: readonly Server[], changes: Partial<FleetSource> = {}) =>
	({
		name: 'prod',
		servers,
		intervalMs: 30_000,
		confirmIntervalMs: 1500,
		maxConcurrentChecks: 32,
		storeFolder: '/store',
		security: {settings: {isEnabled: true, osv: false, ignore: []}, written: new Map(), file: '/c.yaml', folder: '/'},
		warnings: [],
		close: async () => {},
		...changes,
	}) as unknown as FleetSource;

const readingOf = (servers: readonly Server[], changes: Partial<FleetSource> = {}): Reading => ({
	source: sourceOf(servers, changes),
	servers,
});

/** A monitor that reads whatever configuration a test gives it. */
async function setUp(first = readingOf([a])) {
	const {warn, current} = createTroubles();
	const fleet = await runFleet(first.servers, {troubles: current});
	const started: unknown[] = [];
	let next: Reading | Error = first;
	const lines: string[] = [];
	const reloading = createReloading({
		clock: fleet.clock,
		first,
		async reread() {
			if (next instanceof Error) throw next;
			return next;
		},
		monitor: fleet.monitor,
		companions: {
			async reload(source) {
				started.push(source.intervalMs);
			},
			close: async () => {},
		},
		scanWith: {lookUpTls: async () => null, signal: new AbortController().signal},
		warningsOf: ({warnings}) => warnings,
		warn,
		log: {info: message => void lines.push(message), warning: message => void lines.push(`! ${message}`)},
	});
	return {
		...fleet,
		lines,
		started,
		reloading,
		warnings: () => fleet.monitor.fleet.getSnapshot().warnings,
		async read(reading: Reading | Error) {
			next = reading;
			const work = reloading.reload();
			await fleet.clock.advance(0);
			return work;
		},
	};
}

describe('a configuration that is read again', () => {
	test('is taken over, which is said on the screen for a while', async () => {
		const stage = await setUp();
		const result = await stage.read(readingOf([b, {...a, tags: ['x']}], {intervalMs: 5000, name: 'other'}));
		const message = 'configuration reloaded: 1 added (b), 1 changed (a)';
		expect(result).toEqual({ok: true, message, details: []});
		expect(stage.monitor.fleet.getSnapshot()).toMatchObject({name: 'other', intervalMs: 5000, warnings: [message]});
		expect(stage.started).toEqual([5000]);
		expect(stage.lines).toEqual([message]);
		await stage.clock.advance(10_000);
		expect(stage.warnings()).toEqual([]);
	});

	test('changes nothing where it says the same', async () => {
		const stage = await setUp();
		expect(await stage.read(readingOf([structuredClone(a)]))).toMatchObject({
			ok: true,
			message: 'configuration read again: nothing has changed',
		});
		expect(stage.started).toEqual([]);
		expect(stage.warnings()).toEqual([]);
	});

	test('is refused with all its mistakes while it is broken; the old one goes on until a good one comes', async () => {
		const stage = await setUp();
		const mistakes = ['c.yaml:2  servers[0].url is missing', 'c.yaml:7  x is not a known key'];
		const refused = await stage.read(new UserError('c.yaml has 2 mistakes', undefined, mistakes));
		const message = 'configuration refused, the one before goes on: c.yaml has 2 mistakes';
		expect(refused).toEqual({ok: false, message, details: mistakes});
		expect(stage.lines).toEqual([message, ...mistakes].map(line => `! ${line}`));
		const warning = 'configuration refused, the one before goes on: c.yaml:2  servers[0].url is missing (and 1 more)';
		expect(stage.warnings()).toEqual([warning]);
		await stage.clock.advance(3_600_000);
		expect(stage.warnings()).toEqual([warning]);
		expect(stage.status('a')).toBe('up');
		await stage.read(readingOf([a]));
		expect(stage.warnings()).toEqual([]);
	});

	test('is refused, not the end of the monitor, where reading it fails for a bug', async () => {
		const stage = await setUp();
		const result = await stage.read(new TypeError('x is undefined'));
		expect(result.ok).toBe(false);
		expect(result.message).toMatch(/bug: TypeError: x is undefined/);
		expect(result.details.join('\n')).toContain('reloading.test.ts');
	});

	test('cannot move the history, and says so for as long as it wants to', async () => {
		const stage = await setUp();
		const moved = await stage.read(readingOf([a, b], {storeFolder: '/elsewhere'}));
		const words = 'configuration names another store: the history stays in /store until LangSight is started anew';
		expect(moved.details).toEqual([words]);
		await stage.clock.advance(3_600_000);
		expect(stage.warnings()).toEqual([words]);
		await stage.read(readingOf([a, b]));
		await stage.clock.advance(10_000);
		expect(stage.warnings()).toEqual([]);
	});

	test('is not taken over once the monitor ends', async () => {
		const stage = await setUp();
		await stage.read(readingOf([a, b]));
		await stage.reloading.stop();
		expect(stage.warnings()).toEqual([]);
		expect(await stage.read(readingOf([b]))).toMatchObject({ok: false});
		expect(stage.started).toHaveLength(1);
	});

	test('names a server that was renamed', async () => {
		const stage = await setUp(readingOf([a, b]));
		const {message} = await stage.read(readingOf([a, {...b, name: 'c'}]));
		expect(message).toBe('configuration reloaded: 1 added (c), 1 removed (b, renamed to c)');
	});
});

describe('what runs beside the monitor', () => {
	test('is started anew only where its own settings have changed', async () => {
		const told: string[] = [];
		const companion = (name: string, settingsOf: (source: FleetSource) => unknown) => ({
			settingsOf,
			async start({source}: {readonly source: FleetSource}) {
				told.push(`${name} starts with ${JSON.stringify(settingsOf(source))}`);
				return {close: async () => void told.push(`${name} ends`)};
			},
		});
		const all = [
			companion('clock', ({intervalMs}) => ({intervalMs})),
			companion('namer', ({name}) => (name === '' ? null : name)),
		];
		const running = await startCompanions({source: sourceOf([])} as never, all);
		expect(told.splice(0)).toEqual(['clock starts with {"intervalMs":30000}', 'namer starts with "prod"']);
		await running.reload(sourceOf([a], {maxConcurrentChecks: 1}));
		expect(told.splice(0)).toEqual([]);
		await running.reload(sourceOf([a], {intervalMs: 1000}));
		expect(told.splice(0)).toEqual(['clock ends', 'clock starts with {"intervalMs":1000}']);
		await running.reload(sourceOf([a], {intervalMs: 1000, name: ''}));
		expect(told.splice(0)).toEqual(['namer ends']);
		await running.reload(sourceOf([a], {intervalMs: 1000}));
		expect(told.splice(0)).toEqual(['namer starts with "prod"']);
		await running.close();
		expect(told).toEqual(['clock ends', 'namer ends']);
	});
});
