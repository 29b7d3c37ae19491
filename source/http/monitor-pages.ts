import type {Fleet} from '../domain/fleet.ts';
import type {Clock, Readable} from '../domain/ports.ts';
import {parseQuery, type Query} from '../domain/query.ts';
import type {Server} from '../domain/server.ts';
import {type Page, type Pages, say} from './page.ts';
import {createReadiness} from './readiness.ts';
import {remember} from './remember.ts';

export interface MonitorPages {
	readonly fleet: Readable<Fleet>;
	readonly clock: Clock;
	readonly metricsType: string;
	readonly renderMetrics: () => Promise<string>;
	/** The servers that a query asks for, as JSON. */
	readonly renderFleet: (query: Query) => string;
	readonly isWatched: (server: Server) => boolean;
	/** False while the history cannot be written. */
	readonly isStoreKept: () => boolean;
}

/** However many scrape, metrics are made once a second. */
const metricsHoldMs = 1000;

/** What a running monitor has to read. */
export function createMonitorPages(parts: MonitorPages): Pages {
	const {clock, metricsType, renderFleet} = parts;
	const renderMetrics = remember(parts.renderMetrics, clock, metricsHoldMs);
	const whyNotReady = createReadiness(parts);
	const pages = new Map<string, Page>([
		[
			'/metrics',
			{
				help: 'metrics for Prometheus',
				isPublic: false,
				read: async () => ({status: 200, type: metricsType, body: await renderMetrics()}),
			},
		],
		['/healthz', {help: '200 while the monitor runs', isPublic: true, read: () => say(200, 'ok')}],
		[
			'/readyz',
			{
				help: '200 once every server has been checked and while history is written; else 503 with the reason',
				isPublic: true,
				read() {
					const reason = whyNotReady();
					return reason === null ? say(200, 'ok') : say(503, reason);
				},
			},
		],
		[
			'/api/v1/fleet',
			{
				help: 'the fleet as JSON, as --json prints it; ?filter= takes what --filter takes',
				isPublic: false,
				read(query) {
					const parsed = parseQuery(query.get('filter') ?? '');
					if (!parsed.ok) return say(400, `filter: ${parsed.message} (column ${parsed.column})`);
					return {status: 200, type: 'application/json', body: renderFleet(parsed.query)};
				},
			},
		],
	]);
	const index = [...pages].map(([path, {help}]) => `${path.padEnd(14)}  ${help}`);
	pages.set('/', {help: 'this list', isPublic: false, read: () => say(200, ['LangSight', '', ...index].join('\n'))});
	return pages;
}
