import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach} from 'vitest';
import type {Kept, Past} from '../../source/domain/ports.ts';
import type {Sample} from '../../source/domain/probe-result.ts';
import type {Server} from '../../source/domain/server.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {createJsonHistory, type HistoryOptions, type JsonHistory} from '../../source/history/json-history.ts';
import {createFakeClock, type FakeClock} from '../helpers/clock.ts';
import {failure, healthOf, httpServer, listingOf, openIncident, stdioServer, tool} from '../helpers/fleet.ts';

export const slack = httpServer('slack mcp/ü');
export const redis = stdioServer('redis-mcp');

/** A store in a folder of its own, made anew for each test. */
export interface StoreFolder {
	/** The store's. */
	readonly path: string;
	readonly clock: FakeClock;
	create(options?: Partial<HistoryOptions>): JsonHistory;
	open(
		servers?: readonly Server[],
		options?: Partial<HistoryOptions>,
	): Promise<{history: JsonHistory; pasts: ReadonlyMap<string, Past>}>;
	/** What is on the disk now, as another program would find it. */
	reread(server: Server): Promise<Past | undefined>;
	/** The names of the files in `servers/`, with their folders. */
	files(): Promise<string[]>;
	/** The path of a server's file by the slug of its name. */
	fileOf(slug: string, kind: string): Promise<string>;
	json(slug: string, kind: string): Promise<Record<string, unknown>>;
	sample(changes?: Partial<Sample>): Sample;
	/** Lets time pass as it does: what falls due is written before the next second comes. */
	pass(history: JsonHistory, ms: number): Promise<void>;
}

/** To be called at the top of a test file. */
export function setUpStore(): StoreFolder {
	let parent = '';
	let clock = createFakeClock();
	beforeEach(async () => {
		parent = await mkdtemp(join(tmpdir(), 'langsight-history-'));
		clock = createFakeClock();
	});
	afterEach(() => rm(parent, {recursive: true, force: true}));

	const store: StoreFolder = {
		get path() {
			return join(parent, 'store');
		},
		get clock() {
			return clock;
		},
		create: options => createJsonHistory({folder: store.path, clock, isOwner: true, ...options}),
		async open(servers = [slack, redis], options = {}) {
			const history = store.create(options);
			return {history, pasts: await history.open(servers)};
		},
		async reread(server) {
			return (await store.create({isOwner: false}).open([server])).get(server.name);
		},
		async files() {
			const folder = join(store.path, 'servers');
			const all = await readdir(folder, {recursive: true, withFileTypes: true});
			return all
				.filter(one => !one.isDirectory())
				.map(one => join(one.parentPath, one.name).slice(folder.length + 1))
				.sort();
		},
		async fileOf(slug, kind) {
			const name = (await readdir(join(store.path, 'servers'))).find(one => one.startsWith(slug));
			return join(store.path, 'servers', name ?? 'absent', `${kind}.json`);
		},
		json: async (slug, kind) => JSON.parse(await readFile(await store.fileOf(slug, kind), 'utf8')),
		async pass(history, ms) {
			for (let second = 0; second < ms; second += 1000) {
				await clock.advance(1000);
				await history.saved();
			}
		},
		sample: changes => ({at: clock.now(), latencyMs: 41.2, category: null, counted: true, ...changes}),
	};
	return store;
}

export const kept: Kept = {
	health: healthOf('down', {
		reasons: ['process_exited', 'schema_drift'],
		failure: failure({hint: 'set REDIS_URL', retryAfterMs: 5000}),
		turns: [1, 2],
		pending: {kind: 'recovering', count: 1, of: 2},
	}),
	schema: {
		baseline: takeSnapshot(
			listingOf([tool('a', JSON.parse('{"__proto__":{"x":[1,null]}}'))]),
			5,
			text => `hash ${text.length}`,
		),
		drifted: null,
		changedAt: null,
	},
	incidents: [openIncident()],
};
