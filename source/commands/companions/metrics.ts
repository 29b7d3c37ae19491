import type {Companion} from '../companions.ts';

/** Serves metrics and the fleet over HTTP: where no screen is, unless the configuration says otherwise. */
export const metricsCompanion: Companion = {
	settingsOf: ({metrics}) => (metrics.enabled === false ? null : metrics),
	async start(beside) {
		const {source, monitor, isHeadless} = beside;
		if (!(source.metrics.enabled ?? isHeadless)) return {close: async () => {}};
		// Taken now, so that what happens while the rest is loaded is counted too.
		const first = monitor.fleet.getSnapshot();
		const {serveMetrics} = await import('./serve-metrics.ts');
		return serveMetrics(beside, first);
	},
};
