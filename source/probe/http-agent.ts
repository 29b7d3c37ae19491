import Agent from 'undici/lib/dispatcher/agent.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import type {Dispatcher} from 'undici-types';

/** A way to a server: what fetch sends with, and the end of every socket of it. */
export interface Route {
	readonly dispatcher: Dispatcher;
	destroy(): Promise<void>;
}

/** A check needs a stream, a request and a cancellation at a time; more would only pile up behind a server that hangs. */
const connections = 4;

/**
 * Makes the agent of one link. undici's own forgets a pool whose last connection ends while another one is being made,
 * and with it an event stream that nobody can close any more; so the pools are remembered here.
 */
export function createRoute(connect: Agent.Options['connect']): Route {
	const pools = new Set<Pool>();
	const dispatcher = new Agent({
		connections,
		connect,
		// A silent stream is healthy, so undici's own timeouts are off; every wait is bounded by the prober's deadlines.
		bodyTimeout: 0,
		headersTimeout: 0,
		factory(origin, options) {
			for (const pool of pools) {
				if (pool.destroyed) pools.delete(pool);
			}
			const pool = new Pool(origin, options);
			pools.add(pool);
			return pool;
		},
	});
	return {
		dispatcher,
		async destroy() {
			await Promise.all([dispatcher, ...pools].map(one => one.destroy()));
		},
	};
}
