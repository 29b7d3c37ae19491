import type {Cancel, Clock, LookUpTls} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import type {Account} from './account.ts';
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

/** Looks at certificates. */
export interface CertificateLooks {
	/** Looks soon at those that were never looked at. */
	lookSoon(): void;
	stop: Cancel;
}

/** Looks the servers' certificates up, one after the other, once an hour. */
export function watchCertificates(
	watchers: ReadonlyMap<string, Watcher>,
	{clock, lookUpTls, isPaused}: Parts,
): CertificateLooks {
	const seen = new WeakSet<Account>();
	const cancels = {hourly: () => {}, soon: () => {}} satisfies Record<string, Cancel>;
	let isStopped = false;

	async function lookAt(accounts: readonly Account[], lookUp: LookUpTls): Promise<void> {
		for (const account of accounts) {
			if (isPaused() || isStopped) return;
			seen.add(account);
			const {server} = account.state();
			const facts = await lookUp(server);
			// Its place may have been taken meanwhile, by a reload.
			const isCurrent = watchers.get(server.name)?.account === account;
			if (facts && isCurrent && !isStopped) account.seeTls(facts);
		}
	}

	const secured = () =>
		[...watchers.values()].map(({account}) => account).filter(account => isSecured(account.state().server));

	async function round(lookUp: LookUpTls): Promise<void> {
		await lookAt(secured(), lookUp);
		if (!isStopped) cancels.hourly = clock.after(lookEveryMs, () => void round(lookUp));
	}

	if (lookUpTls) cancels.hourly = clock.after(firstLookMs, () => void round(lookUpTls));
	return {
		lookSoon() {
			cancels.soon();
			if (!lookUpTls || isStopped) return;
			cancels.soon = clock.after(firstLookMs, () => {
				const unseen = secured().filter(account => !seen.has(account));
				void lookAt(unseen, lookUpTls);
			});
		},
		stop() {
			isStopped = true;
			cancels.hourly();
			cancels.soon();
		},
	};
}

const isSecured = (server: Server): boolean =>
	server.enabled && server.transport !== 'stdio' && /^https:/i.test(server.url);
