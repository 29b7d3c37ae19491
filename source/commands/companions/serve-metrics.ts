import type {Fleet} from '../../domain/fleet.ts';
import {matches} from '../../domain/match.ts';
import {keepServing} from '../../http/keep-serving.ts';
import {createMonitorPages} from '../../http/monitor-pages.ts';
import {isWatched} from '../../monitor/server-state.ts';
import {renderJson} from '../../report/json.ts';
import {countChanges, noCounts} from '../../report/prometheus/counts.ts';
import {metricsType, renderMetrics} from '../../report/prometheus.ts';
import type {Beside, RunningCompanion} from '../companions.ts';

/** Counts what happens in the fleet from `first` on, and serves it. */
export async function serveMetrics(beside: Beside, first: Fleet): Promise<RunningCompanion> {
	const {source, monitor, parts, outside, warn} = beside;
	const {metrics} = source;
	const {fleet} = monitor;
	const {clock} = parts;
	const build = {version: outside.version, node: process.version.slice(1)};
	const startedAtSeconds = clock.now() / 1000 - process.uptime();
	const {isKept} = parts.history;
	let counted = first;
	let counts = noCounts;

	function count(): void {
		const next = fleet.getSnapshot();
		counts = countChanges(counts, counted, next);
		counted = next;
	}
	count();
	const stopCounting = fleet.subscribe(count);

	const trouble = (text: string | null) => warn('metrics', text && `metrics are not served: ${text}`);

	const pages = createMonitorPages({
		fleet,
		clock,
		metricsType,
		renderMetrics() {
			const process = {...processFigures(), startedAtSeconds};
			return renderMetrics({fleet: counted, counts, isStoreKept: isKept(), build, process});
		},
		renderFleet(query) {
			const states = counted.servers.filter(state => matches(query, state));
			return renderJson(counted, states, clock.now());
		},
		isWatched,
		isStoreKept: isKept,
	});
	if (metrics.problem !== null) trouble(metrics.problem);
	const serving = metrics.problem === null ? await keepServing({...metrics, pages, clock, trouble}) : null;
	return {
		async close() {
			stopCounting();
			await serving?.close();
			trouble(null);
		},
	};
}

function processFigures() {
	const {user, system} = process.cpuUsage();
	const {rss, heapUsed} = process.memoryUsage();
	return {cpuSeconds: (user + system) / 1e6, residentBytes: rss, heapBytes: heapUsed};
}
