import type {Clock} from '../domain/ports.ts';
import type {Failure, GoodCheck} from '../domain/probe-result.ts';
import type {Server} from '../domain/server.ts';
import {withDeadline} from './deadline.ts';
import {failureOf} from './failure-error.ts';
import {createLinkHolder, longestCloseMs} from './link-holder.ts';
import type {OpenLink} from './open-link.ts';
import type {Session} from './session.ts';
import {createOpener} from './session-opener.ts';

export interface KeeperParts {
	readonly clock: Clock;
	readonly openLink: OpenLink;
	/** Ours, as told to servers. */
	readonly version: string;
	/** The connection ended by itself. */
	onEnded(failure: Failure): void;
	/** A fresh link is used from now on; what ended before it is past. */
	onFresh(): void;
	onOpened(): void;
	onToolsChanged(): void;
}

type Listed = Pick<GoodCheck, 'listing' | 'latencyMs' | 'connectMs' | 'reinitialised'>;

/** Keeps one session to one server open, and opens it anew where that helps. */
export interface SessionKeeper {
	/** True when the next list goes over the session that is there. */
	readonly isOpen: boolean;
	/** The session held; null when there is none, or it has ended. */
	readonly session: Session | null;
	/** Lists that went well on this session, and failures in a row since. */
	readonly tally: {readonly good: number; readonly failed: number};
	/** Lists the tools; opens a session where there is none, and once more where the server has lost it. */
	list(signal: AbortSignal): Promise<Listed>;
	/** Lets the session go; it closes in the background. */
	drop(): void;
	/** Forgets since when the server has been silent, because it was heard elsewhere. */
	forgetSilence(): void;
	takeNotes(): readonly string[];
	log(): readonly string[];
	/** Drops, and resolves when everything is closed, in bounded time. */
	close(): Promise<void>;
}

/** Failures in a row on one open session after which the next check starts with a fresh one. */
const failuresPerSession = 3;

export function createSessionKeeper(server: Server, parts: KeeperParts): SessionKeeper {
	const {clock, openLink, version, onEnded, onFresh, onOpened, onToolsChanged} = parts;
	const isStdio = server.transport === 'stdio';
	const openTimeoutMs = isStdio ? server.startupTimeoutMs : server.timeoutMs;
	let session: Session | null = null;
	let tally = {good: 0, failed: 0};
	/** When the stream that was given up last brought something; a new stream proves nothing until it does. */
	let heardAt: number | null = null;

	const links = createLinkHolder(clock, failure => {
		session = null;
		onEnded(failure);
	});
	const opener = createOpener(server, {
		clock,
		version,
		onToolsChanged,
		isCurrent: link => links.current() === link,
		async takeLink(signal) {
			drop();
			// Two copies of one server could fight over the same port or file.
			if (isStdio) await withDeadline(clock, longestCloseMs, signal, links.settled).catch(() => {});
			const link = links.hold(openLink(server));
			if (heardAt !== null) link.heardAt = heardAt;
			onFresh();
			return link;
		},
	});

	function drop(): void {
		heardAt = links.current()?.heardAt ?? heardAt;
		session = null;
		links.drop();
	}

	async function open(signal: AbortSignal): Promise<Session> {
		try {
			const opened = await opener.open(openTimeoutMs, signal);
			tally = {good: 0, failed: 0};
			session = links.current() === opened.link ? opened : null;
			onOpened();
			return opened;
		} catch (error) {
			drop();
			remember(error);
			throw error;
		}
	}

	/** Silence is counted through sessions that came to nothing, and from anew after whatever else went wrong. */
	function remember(error: unknown): void {
		const {category} = failureOf(error);
		if (category !== 'stream_stalled' && category !== 'timeout') heardAt = null;
	}

	async function list(signal: AbortSignal): Promise<Listed> {
		if (tally.failed >= failuresPerSession) drop();
		const held = session;
		const used = held ?? (await open(signal));
		try {
			return {connectMs: held ? null : used.connectMs, reinitialised: false, ...(await time(used, signal))};
		} catch (error) {
			if (failureOf(error).category !== 'session_lost') throw error;
			drop();
			const fresh = await open(signal);
			return {connectMs: fresh.connectMs, reinitialised: true, ...(await time(fresh, signal))};
		}
	}

	async function time(used: Session, signal: AbortSignal): Promise<Pick<Listed, 'listing' | 'latencyMs'>> {
		const startedAt = clock.ticks();
		try {
			const listing = await used.list(server.timeoutMs, signal);
			tally = {good: tally.good + 1, failed: 0};
			heardAt = null;
			return {listing, latencyMs: clock.ticks() - startedAt};
		} catch (error) {
			const {transient} = failureOf(error);
			// An error that is the server's own considered answer is no reason to start its process anew.
			if (!isStdio || transient) tally = {...tally, failed: tally.failed + 1};
			remember(error);
			// A stateless server has no session to lose: what it suddenly refuses may be the whole era.
			if (used.isStateless && !transient) drop();
			throw error;
		}
	}

	return {
		get isOpen() {
			return session !== null && tally.failed < failuresPerSession;
		},
		get session() {
			return session;
		},
		get tally() {
			return tally;
		},
		list,
		drop,
		forgetSilence() {
			heardAt = null;
		},
		takeNotes: links.takeNotes,
		log: links.log,
		async close() {
			drop();
			await links.settled();
		},
	};
}
