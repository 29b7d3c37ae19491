import type {Metric as PrometheusMetric} from 'prom-client';
import Registry from 'prom-client/lib/registry.js';
import {type Metric, metrics} from './prometheus/metrics.ts';
import type {Scene} from './prometheus/reading.ts';

/** The text format, version 0.0.4. */
export const metricsType = Registry.PROMETHEUS_CONTENT_TYPE;

/** All metrics as Prometheus reads them. */
export function renderMetrics(scene: Scene): Promise<string> {
	const registry = new Registry();
	for (const metric of metrics) registry.registerMetric(asCollected(metric, scene));
	return registry.metrics();
}

/** The registry only asks a metric for its name and its values; the package's own keep figures, which the fleet does here. */
function asCollected({name, type, help, read}: Metric, scene: Scene): PrometheusMetric {
	const collected = {
		name,
		type,
		get: async () => ({
			name,
			help,
			type,
			values: read(scene).map(({suffix = '', labels, value}) => ({metricName: name + suffix, labels, value})),
		}),
	};
	return collected as unknown as PrometheusMetric;
}
