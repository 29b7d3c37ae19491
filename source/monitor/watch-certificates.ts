import type {Cancel, Clock, LookUpTls} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import type {Watcher} from './watcher.ts';

interface Parts {
	readonly clock: Clock;
	readonly lookUpTls?: LookUpTls;
	/** While a person has stopped the checks, nobody is asked for a certificate either. */
	readonly isPaused: () => boolean;
}

const lookEveryMs = 3_600_000;
/** The first round waits until the first checks are over. */
const firstLookMs = 5000;

/** Looks the servers' certificates up, one after the other, once an hour. */
export function watchCertificates(
	servers: readonly Server[],
	watchers: ReadonlyMap<string, Watcher>,
	{clock, lookUpTls, isPaused}: Parts,
): Cancel {
	const secured = servers.filter(
		server => server.enabled && server.transport !== 'stdio' && /^https:/i.test(server.url),
	);
	if (!lookUpTls || secured.length === 0) return () => {};
	let isStopped = false;
	let cancelTimer = clock.after(firstLookMs, () => void round(lookUpTls));

	async function round(lookUp: LookUpTls): Promise<void> {
		for (const server of secured) {
			if (isPaused()) break;
			const facts = await lookUp(server);
			if (isStopped) return;
			if (facts) watchers.get(server.name)?.account.seeTls(facts);
		}
		cancelTimer = clock.after(lookEveryMs, () => void round(lookUp));
	}

	return () => {
		isStopped = true;
		cancelTimer();
	};
}
