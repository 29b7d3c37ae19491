import {failure} from '../domain/classify.ts';
import {plural} from '../domain/format.ts';
import type {Clock, CreateProber, Prober, ProberEvents} from '../domain/ports.ts';
import type {Failure, GoodCheck, ProbeResult} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import {withDeadline} from './deadline.ts';
import {FailureError} from './failure-error.ts';
import {createLinkHolder, longestCloseMs} from './link-holder.ts';
import {createOpenLink, type OpenLink} from './open-link.ts';
import type {Ledger} from './process-ledger.ts';
import {openSession, type Session} from './session.ts';

export interface ProberParts {
	readonly clock: Clock;
	readonly ledger: Ledger;
	readonly openLink?: OpenLink;
	/** Ours, as told to servers. */
	readonly version?: string;
}

/** Failures in a row on one open session after which the next check starts with a fresh one. */
const failuresPerSession = 3;
/** A server that announces changes all the time is not looked at all the time. */
const announcementGapMs = 5000;

/** Makes probers, which watch one server each. */
export const createProberFactory =
	({clock, ledger, openLink = createOpenLink(clock, ledger), version = '0.0.0'}: ProberParts): CreateProber =>
	(server, events) =>
		createProber(server, events, {clock, openLink, version});

type Parts = Required<Omit<ProberParts, 'ledger'>>;

function createProber(server: Server, events: ProberEvents, {clock, openLink, version}: Parts): Prober {
	const isStdio = server.transport === 'stdio';
	const isOnDemand = isStdio && server.probe === 'on_demand';
	const links = createLinkHolder(clock, onEnded);
	let session: Session | null = null;
	let failuresInARow = 0;
	let running: AbortController | null = null;
	let endedMeanwhile: Failure | null = null;
	let announcedAt = Number.NEGATIVE_INFINITY;
	let isClosed = false;

	function onEnded(ended: Failure): void {
		session = null;
		if (running) endedMeanwhile = ended;
		else events.interrupted(ended, clock.now());
	}

	function onToolsChanged(): void {
		if (clock.ticks() - announcedAt < announcementGapMs) return;
		announcedAt = clock.ticks();
		events.toolsChanged();
	}

	function drop(): void {
		session = null;
		links.drop();
	}

	async function open(signal: AbortSignal): Promise<Session> {
		// Two copies of one server could fight over the same port or file.
		if (isStdio) await withDeadline(clock, longestCloseMs, signal, links.settled).catch(() => {});
		const link = links.hold(openLink(server));
		const timeoutMs = isStdio ? server.startupTimeoutMs : server.timeoutMs;
		try {
			const opened = await openSession(link, {clock, timeoutMs, signal, version, onToolsChanged});
			failuresInARow = 0;
			session = links.current() === link ? opened : null;
			return opened;
		} catch (error) {
			drop();
			throw error;
		}
	}

	async function list(signal: AbortSignal): Promise<Omit<GoodCheck, 'at' | 'notes'>> {
		if (failuresInARow >= failuresPerSession) drop();
		const held = session;
		const used = held ?? (await open(signal));
		try {
			return {ok: true, connectMs: held ? null : used.connectMs, reinitialised: false, ...(await time(used, signal))};
		} catch (error) {
			if (failureOf(error).category !== 'session_lost') throw error;
			drop();
			const fresh = await open(signal);
			return {ok: true, connectMs: fresh.connectMs, reinitialised: true, ...(await time(fresh, signal))};
		}
	}

	async function time(used: Session, signal: AbortSignal): Promise<Pick<GoodCheck, 'listing' | 'latencyMs'>> {
		const startedAt = clock.ticks();
		try {
			const listing = await used.list(server.timeoutMs, signal);
			failuresInARow = 0;
			return {listing, latencyMs: clock.ticks() - startedAt};
		} catch (error) {
			// An error that is the server's own considered answer is no reason to start its process anew.
			if (!isStdio || failureOf(error).transient) failuresInARow++;
			throw error;
		}
	}

	async function check(signal: AbortSignal): Promise<ProbeResult> {
		const at = clock.now();
		let connectMs: number | null = null;
		try {
			const good = await list(signal);
			connectMs = good.connectMs;
			if (endedMeanwhile) throw new FailureError(endedMeanwhile);
			return {...good, at, notes: [...links.takeNotes(), ...malformedNotes(good.listing.malformed)]};
		} catch (error) {
			const found = failureOf(error);
			// That the connection ended says more than what became of the request on it.
			const told = endedMeanwhile ? {...endedMeanwhile, phase: found.phase} : found;
			return {ok: false, at, connectMs, notes: links.takeNotes(), failure: told};
		} finally {
			if (isOnDemand) drop();
		}
	}

	return {
		get isOpen() {
			return session !== null && failuresInARow < failuresPerSession;
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
			const result = await check(stop.signal);
			running = null;
			signal.removeEventListener('abort', forward);
			return result;
		},
		async close() {
			isClosed = true;
			running?.abort(new Error('the prober is closed'));
			drop();
			await links.settled();
		},
		log: links.log,
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

/** Anything that is not explained yet is a fault of ours, and must not end the monitor. */
const failureOf = (error: unknown): Failure =>
	error instanceof FailureError
		? error.failure
		: failure('bad_config', 'connect', error instanceof Error ? error.message : String(error));

const malformedNotes = (malformed: readonly string[]): string[] =>
	malformed.length === 0 ? [] : [`${plural(malformed.length, 'malformed tool')}: ${malformed.slice(0, 3).join(', ')}`];
