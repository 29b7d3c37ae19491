import {withAgentsCalls} from '../domain/all-calls.ts';
import type {ServerState} from '../domain/fleet.ts';
import type {Cancel, Clock, History, ScanSecurity} from '../domain/ports.ts';
import {scorecardOf} from '../domain/scorecard.ts';
import type {SecurityFinding} from '../domain/security-finding.ts';
import type {Watcher} from './watcher.ts';

interface Parts {
	readonly clock: Clock;
	readonly history: History;
	readonly scanSecurity?: ScanSecurity;
}

/** The first round waits until the first checks are over. */
const firstLookMs = 15_000;
/** What a person accepts, and what a server says at last, is to bear on its grade before long. */
const lookEveryMs = 600_000;
/** Between two servers, so that a thousand of them hold no check up. */
const pauseMs = 5;

/** Grades every server, soon after the start and then every ten minutes. */
export function gradeServers(watchers: ReadonlyMap<string, Watcher>, parts: Parts): Cancel {
	const {clock, scanSecurity} = parts;
	let isStopped = false;
	let cancelTimer = clock.after(firstLookMs, () => void round());

	async function round(): Promise<void> {
		const states = [...watchers.values()].map(({account}) => account.state());
		const findings = scanSecurity ? await scanSecurity(states) : new Map();
		for (const {account} of watchers.values()) {
			if (isStopped) return;
			const state = account.state();
			account.seeScorecard(gradeOf(state, findings.get(state.server.name) ?? null, parts));
			await new Promise<void>(resolve => {
				cancelTimer = clock.after(pauseMs, resolve);
			});
		}
		if (!isStopped) cancelTimer = clock.after(lookEveryMs, () => void round());
	}

	return () => {
		isStopped = true;
		cancelTimer();
	};
}

/** A server's scorecard, from what history keeps of it and what the security checks found; null: they have not run. */
export function gradeOf(
	state: ServerState,
	security: readonly SecurityFinding[] | null,
	{clock, history}: Pick<Parts, 'clock' | 'history'>,
) {
	const {server, schema} = state;
	const record = history.record(server.name);
	return scorecardOf({
		server,
		stats: withAgentsCalls(state),
		schema,
		spans: record?.spans ?? [],
		drifts: record?.schema?.events ?? [],
		security,
		now: clock.now(),
	});
}
