import {failure} from '../domain/classify.ts';
import {plural} from '../domain/format.ts';
import type {Clock, CreateProber, Prober, ProberEvents} from '../domain/ports.ts';
import type {Failure, FreshLook, ProbeResult} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import {FailureError, failureOf} from './failure-error.ts';
import {createOpenLink, type OpenLink} from './open-link.ts';
import type {Ledger} from './process-ledger.ts';
import {createFreshLooks} from './second-session-policy.ts';
import {createSessionKeeper} from './session-keeper.ts';
import {createToolCalls} from './tool-calls.ts';

export interface ProberParts {
	readonly clock: Clock;
	readonly ledger: Ledger;
	readonly openLink?: OpenLink;
	/**
	 * False for probers of a single check, which need not hear what a server says between checks. Streamable HTTP servers
	 * are then spared a request and a connection each. True unless told.
	 */
	readonly listens?: boolean;
	/** Ours, as told to servers. */
	readonly version?: string;
}

/** A server that announces changes all the time is not looked at all the time. */
const announcementGapMs = 5000;

/** Makes probers, which watch one server each. */
export const createProberFactory =
	({
		clock,
		ledger,
		listens = true,
		openLink = createOpenLink(clock, ledger, listens),
		version = '0.0.0',
	}: ProberParts): CreateProber =>
	(server, events) =>
		createProber(server, events, {clock, openLink, version});

type Parts = Required<Omit<ProberParts, 'ledger' | 'listens'>>;

function createProber(server: Server, events: ProberEvents, parts: Parts): Prober {
	const {clock} = parts;
	const isOnDemand = server.transport === 'stdio' && server.probe === 'on_demand';
	const keeper = createSessionKeeper(server, {
		...parts,
		onEnded,
		onToolsChanged,
		onOpened: events.opened,
		onFresh() {
			endedMeanwhile = null;
		},
	});
	const looks = createFreshLooks(server, keeper, parts);
	const calls = createToolCalls(server.checks ?? [], clock);
	let running: AbortController | null = null;
	/** How the connection ended during a check, and whether that check was good by then. */
	let endedMeanwhile: Failure | null = null;
	let hasListed = false;
	let announcedAt = Number.NEGATIVE_INFINITY;
	let isClosed = false;

	function onEnded(ended: Failure): void {
		if (running) endedMeanwhile = ended;
		else events.interrupted(ended, clock.now());
	}

	function onToolsChanged(): void {
		if (clock.ticks() - announcedAt < announcementGapMs) return;
		announcedAt = clock.ticks();
		events.toolsChanged();
	}

	async function check(signal: AbortSignal): Promise<ProbeResult> {
		const at = clock.now();
		let fresh: FreshLook | null = null;
		try {
			const listed = await keeper.list(signal);
			if (endedMeanwhile) throw new FailureError(endedMeanwhile);
			hasListed = true;
			const made = await calls.run(() => keeper.session, listed.listing, signal);
			fresh = await looks.afterGood(signal);
			const notes = [...keeper.takeNotes(), ...malformedNotes(listed.listing.malformed)];
			return {ok: true, at, ...listed, notes, ...(made.length > 0 && {calls: made}), ...(fresh && {fresh})};
		} catch (error) {
			const found = failureOf(error);
			// That the connection ended says more than what became of the request on it.
			const told = endedMeanwhile ? {...endedMeanwhile, phase: found.phase} : found;
			const notes = keeper.takeNotes();
			fresh = await looks.afterFailure(told, signal);
			return {ok: false, at, connectMs: null, notes, failure: told, ...(fresh && {fresh})};
		} finally {
			if (isOnDemand) keeper.drop();
		}
	}

	/** What ended after the list was good is no failure of that list; it is told once the check is over. */
	function tellLate(): void {
		const ended = endedMeanwhile;
		if (!ended || !hasListed || isClosed) return;
		const at = clock.now();
		setImmediate(() => events.interrupted(ended, at));
	}

	return {
		get isOpen() {
			return keeper.isOpen;
		},
		async check(signal) {
			const refused = refusal(server, isClosed);
			if (refused) return {ok: false, at: clock.now(), connectMs: null, notes: [], failure: refused};
			const stop = new AbortController();
			const forward = () => stop.abort(signal.reason);
			if (signal.aborted) forward();
			signal.addEventListener('abort', forward, {once: true});
			running = stop;
			endedMeanwhile = null;
			hasListed = false;
			const result = await check(stop.signal);
			running = null;
			signal.removeEventListener('abort', forward);
			tellLate();
			return result;
		},
		async close() {
			isClosed = true;
			running?.abort(new Error('the prober is closed'));
			await Promise.all([keeper.close(), looks.settled()]);
		},
		log: keeper.log,
	};
}

function refusal({misconfigured}: Server, isClosed: boolean): Failure | null {
	if (misconfigured !== null) {
		return failure('bad_config', 'connect', misconfigured, {
			hint: 'set it, or correct the configuration of this server',
		});
	}
	return isClosed ? failure('timeout', 'connect', 'the check was given up') : null;
}

const malformedNotes = (malformed: readonly string[]): string[] =>
	malformed.length === 0 ? [] : [`${plural(malformed.length, 'malformed tool')}: ${malformed.slice(0, 3).join(', ')}`];
