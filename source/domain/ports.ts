import type {Action, ActionResult} from './action.ts';
import type {AgentProcess, AgentProcessEnd} from './agent-process.ts';
import type {Alert} from './alert.ts';
import type {Fleet, ServerState} from './fleet.ts';
import type {Health} from './health.ts';
import type {Incident} from './incident.ts';
import type {Outbox} from './outbox.ts';
import type {Failure, ProbeResult, Sample} from './probe-result.ts';
import type {SecurityFinding} from './security-finding.ts';
import type {Server, TlsOptions} from './server.ts';
import type {Silence} from './silence.ts';
import type {SchemaRecord} from './snapshot.ts';
import type {Span} from './span.ts';
import type {Stats, WindowName} from './stats.ts';
import type {TimelineCell} from './timeline.ts';
import type {TlsFacts} from './tls-facts.ts';

/** Takes back a timer or a subscription. Calling it twice does no harm. */
export type Cancel = () => void;

/** The only source of time. */
export interface Clock {
	/** Wall time, ms since the epoch. May jump. */
	now(): number;
	/** Time that only goes forward, ms from an arbitrary start. For durations. */
	ticks(): number;
	/** Runs `run` once, after `ms`. */
	after(ms: number, run: () => void): Cancel;
}

/** A value that changes, as `useSyncExternalStore` wants it. */
export interface Readable<T> {
	getSnapshot(): T;
	subscribe(listener: () => void): Cancel;
}

/** Watches one server over one session that it holds open. */
export interface Prober {
	/** True when a check needs neither a new process nor a new connection. */
	readonly isOpen: boolean;
	/** Lists the tools once. Always settles, within the server's deadlines; never rejects. Not called twice at a time. */
	check(signal: AbortSignal): Promise<ProbeResult>;
	/** Ends the session and everything it started, in bounded time. */
	close(): Promise<void>;
	/** The newest lines of the server's stderr, cleaned of control sequences. */
	log(): readonly string[];
}

/** What a prober says between checks. */
export interface ProberEvents {
	/** The child exited or the stream closed while no check was under way. */
	interrupted(failure: Failure, at: number): void;
	/** The server announced that its tools have changed. */
	toolsChanged(): void;
	/** A session is open: what is left of the check starts nothing more. */
	opened(): void;
}

export type CreateProber = (server: Server, events: ProberEvents) => Prober;

/** Sees the processes of servers that agents run for themselves. */
export interface AgentWatch {
	/** Looks once. Never rejects. */
	look(): Promise<void>;
	/** As of the last look, oldest first. */
	processes(server: string): readonly AgentProcess[];
	isRunning(pid: number): boolean;
	close(): void;
}

/** `onGone`: a server's process vanished while its agent lives, and nothing took its place. */
export type CreateAgentWatch = (
	servers: readonly Server[],
	onGone: (server: string, end: AgentProcessEnd) => void,
) => AgentWatch;

/** Asks a server for its certificate; null where there is none, or it did not answer. Never rejects. */
export type LookUpTls = (server: Server) => Promise<TlsFacts | null>;

/** Runs the security checks; what each server's found, by name. Never rejects. */
export type ScanSecurity = (states: readonly ServerState[]) => Promise<ReadonlyMap<string, readonly SecurityFinding[]>>;

/** What of a server outlives a restart, beside its samples. */
export interface Kept {
	readonly health: Health;
	readonly schema: SchemaRecord | null;
	readonly incidents: readonly Incident[];
}

/** What history knows of a server when the monitor starts. */
export interface Past {
	readonly kept: Kept | null;
	/** Recent checks, oldest first. */
	readonly samples: readonly Sample[];
}

/** Keeps the past. Nothing here throws for a full disk or a broken file: see `problem`. */
export interface History {
	/**
	 * Reads what is known of these servers. Called again for others, and for those whose name stands for something else
	 * now: what is known of another target is past.
	 */
	open(servers: readonly Server[]): Promise<ReadonlyMap<string, Past>>;
	/** Lets go of a server that has left the fleet: its incidents are closed, and nothing more is taken of it. */
	forget(server: string): Promise<void>;
	/** Adds one check. Written within a minute. */
	append(server: string, sample: Sample): void;
	/** Replaces what is kept of a server; written within a minute, or at once when it is `urgent`. */
	keep(server: string, kept: Kept, isUrgent: boolean): void;
	/** Figures over the windows that end at `now`. */
	stats(server: string, now: number): Stats;
	/** Everything that is kept of a server; null for one it was not opened for. */
	record(server: string): ServerRecord | null;
	/** A server's time in so many equal cells, oldest first, the last of which ends at `now`. */
	timeline(server: string, window: WindowName, cells: number, now: number): readonly TimelineCell[];
	/** Those that were kept, ended ones included, oldest first. */
	silences(): readonly Silence[];
	/** Replaces them; written at once. */
	keepSilences(silences: readonly Silence[]): void;
	/** What is on its way to the channels. */
	outbox(): Outbox;
	/** Replaces it; written at once. */
	keepOutbox(outbox: Outbox): void;
	/** Alerts of before, newest first. */
	alerts(): readonly Alert[];
	addAlert(alert: Alert): void;
	/** What the user should know about the store, or null. */
	readonly problem: Readable<string | null>;
	/** False while it cannot be written, or is not ours to write. */
	isKept(): boolean;
	/** Writes what is pending, in bounded time. */
	close(): Promise<void>;
}

/** Shows a trouble of the monitor itself, known by what it is about, until it is over (null). */
export type Warn = (about: string, trouble: string | null) => void;

/** A request to somewhere that is no MCP server. Holds secrets. */
export interface OutgoingRequest {
	readonly method: 'GET' | 'POST';
	/** A user and a password in it are sent as a header. */
	readonly url: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string | null;
	readonly tls: TlsOptions | null;
	readonly proxy: string | null;
	/** For all of it, the answer included. */
	readonly timeoutMs: number;
}

/** An answer with any status, or why there was none. */
export type Answer =
	| {
			readonly hasStatus: true;
			readonly status: number;
			/** How long the other side asks to be left alone, ms, bounded; null where it does not. */
			readonly retryAfterMs: number | null;
			/** The start of the body. Foreign, and may repeat what was sent. */
			readonly text: string;
	  }
	| {readonly hasStatus: false; readonly failure: Failure};

/** Sends one request, follows no redirect, leaves no socket. Never rejects. */
export type SendRequest = (request: OutgoingRequest, signal: AbortSignal) => Promise<Answer>;

/** A program that is run to its end. */
export interface ProgramRun {
	readonly command: readonly [string, ...string[]];
	readonly cwd: string;
	readonly input: string;
	readonly timeoutMs: number;
}

/** How a program ended: `code` null where a signal or a failed start ended it, which `message` tells. */
export interface ProgramEnd {
	readonly code: number | null;
	/** One line fit to print: what it last said, or why it did not run. */
	readonly message: string;
}

/** Runs a program without a shell, in its own process group, which is gone at the end. Never rejects. */
export type RunProgram = (run: ProgramRun, signal: AbortSignal) => Promise<ProgramEnd>;

/** What is kept of a server beside what the fleet shows, for those who look closer. */
export interface ServerRecord {
	/** Days and then hours, oldest first; the last hour is under way. */
	readonly spans: readonly Span[];
	/** Newest first, over as long as they are kept. */
	readonly incidents: readonly Incident[];
	readonly schema: SchemaRecord | null;
	/** The last failed checks, however long ago, oldest first, bounded; absent where they are not kept. */
	readonly failures?: readonly Sample[];
	/** When its name came to stand for the target it has now; absent or null where it always has. */
	readonly retargetedAt?: number | null;
}

/**
 * The live fleet and what may be done to it: run by this process, or by another one that this one is attached to.
 * Nothing here rejects.
 */
export interface Monitor {
	readonly fleet: Readable<Fleet>;
	act(action: Action): Promise<ActionResult>;
	/** The newest lines of a server's stderr; none of a server there is not. */
	log(server: string): Promise<readonly string[]>;
	/** Null for a server there is not. */
	record(server: string): Promise<ServerRecord | null>;
	/** Each server's time in so many equal cells, oldest first, the last of which ends now. */
	timelines(window: WindowName, cells: number): Promise<ReadonlyMap<string, readonly TimelineCell[]>>;
}
