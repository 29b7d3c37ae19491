/** Latencies as counts in buckets, which can be joined and asked for percentiles. */
export type LatencyHistogram = string & {readonly latencyHistogram: unique symbol};
