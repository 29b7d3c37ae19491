import type {Failure, FreshLook} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import {createSecondSession, type SecondSessionParts} from './second-session.ts';
import type {SessionKeeper} from './session-keeper.ts';

/** Decides when the held session is compared with a fresh one. Null where it was not. */
export interface FreshLooks {
	afterGood(signal: AbortSignal): Promise<FreshLook | null>;
	/** Lets the held session go when a fresh one works where it fails. */
	afterFailure(failure: Failure, signal: AbortSignal): Promise<FreshLook | null>;
	settled(): Promise<void>;
}

/** Lists on one session between two looks at a fresh one: ten minutes at the usual interval. */
const listsPerLook = 20;

export function createFreshLooks(server: Server, keeper: SessionKeeper, parts: SecondSessionParts): FreshLooks {
	const second = createSecondSession(server, parts);
	/** A fresh session failed although the held one works: looked at each time until that is over. */
	let isSuspected = false;

	/** A second process could fight with the first one, and where there is no session there is nothing to compare. */
	const isComparable = (): boolean =>
		server.transport !== 'stdio' && keeper.session !== null && !keeper.session.isStateless;

	return {
		async afterGood(signal) {
			const {good} = keeper.tally;
			if (signal.aborted || !isComparable() || !(isSuspected || good % listsPerLook === 0)) return null;
			const look = await second.look(signal);
			if (look) isSuspected = look.failure !== null;
			return look;
		},
		async afterFailure({category}, signal) {
			const {good, failed} = keeper.tally;
			const isFirst = good > 0 && failed === 1;
			if (signal.aborted || !isFirst || !isComparable() || category === 'rate_limited') return null;
			const look = await second.look(signal);
			if (look?.failure !== null) return look;
			isSuspected = false;
			keeper.drop();
			keeper.forgetSilence();
			return look;
		},
		settled: second.settled,
	};
}
