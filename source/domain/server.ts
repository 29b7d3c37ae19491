import type {ErrorRateLimits} from './error-rate.ts';
import type {ToolCheck} from './tool-check.ts';

/** The three ways MCP is carried. `sse` is the HTTP+SSE transport of revision 2024-11-05. */
export const transports = ['stdio', 'sse', 'streamable_http'] as const;
export type Transport = (typeof transports)[number];

/** How a stdio server is probed: a copy held open, a copy for each check, or never started by us. */
export const probeModes = ['canary', 'on_demand', 'off'] as const;
export type ProbeMode = (typeof probeModes)[number];

/** What turns outcomes into a status. */
export interface Limits {
	readonly consecutiveFailuresBeforeDown: number;
	readonly consecutiveSuccessesBeforeUp: number;
	/** Slow answers in a row that make a server degraded. */
	readonly consecutiveSlowBeforeDegraded: number;
	readonly latencyWarningMs: number;
	readonly latencyCriticalMs: number;
	readonly errorRate: ErrorRateLimits;
}

interface Base {
	/** Unique in the fleet. */
	readonly name: string;
	/** Words, or `key:value`. */
	readonly tags: readonly string[];
	readonly project: string | null;
	/** Agents and MCP clients that depend on this server. */
	readonly usedBy: readonly string[];
	readonly runbookUrl: string | null;
	readonly enabled: boolean;
	readonly intervalMs: number;
	/** Deadline for one answer on an open session, and for opening one over HTTP. */
	readonly timeoutMs: number;
	/** Deadline for a child's first answer. */
	readonly startupTimeoutMs: number;
	readonly limits: Limits;
	/** Why this server cannot be probed as configured (an unset variable, say), or null. */
	readonly misconfigured: string | null;
	/** Tools to call after a good list; absent is none. */
	readonly checks?: readonly ToolCheck[];
}

/** A server that we start: program, arguments and what it is given. */
export interface StdioServer extends Base {
	readonly transport: 'stdio';
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string | null;
	readonly probe: ProbeMode;
}

/** How a server's certificate is judged and what we show of ourselves. Paths are absolute. */
export interface TlsOptions {
	/** Authorities that are trusted beside the usual ones, PEM. */
	readonly caFile: string | null;
	/** Our certificate, PEM. */
	readonly certFile: string | null;
	/** Its key; null where it stands in `certFile`, too. */
	readonly keyFile: string | null;
	/** The name that the certificate has to be for, instead of the host in `url`. */
	readonly serverName: string | null;
	/** Any certificate is taken. */
	readonly insecureSkipVerify: boolean;
}

/** A token is fetched with these (RFC 6749 §4.4) and sent with every request. Holds a secret. */
export interface ClientCredentials {
	readonly tokenUrl: string;
	readonly clientId: string;
	readonly clientSecret: string;
	readonly scope: string | null;
	readonly audience: string | null;
	/** RFC 8707. */
	readonly resource: string | null;
	/** The way to `tokenUrl`, as in `HttpServer.proxy`. */
	readonly proxy: string | null;
}

/** A server that is reached at an address. */
export interface HttpServer extends Base {
	readonly transport: 'sse' | 'streamable_http';
	readonly url: string;
	/** Sent with every request; may hold secrets. */
	readonly headers: Readonly<Record<string, string>>;
	/** Absent or null: as Node does by itself. */
	readonly tls?: TlsOptions | null;
	/** Address of the proxy on the way; may hold a user and a password. Absent or null: the server is reached directly. */
	readonly proxy?: string | null;
	readonly oauth?: ClientCredentials | null;
}

/** One configured MCP server. May hold secrets (env, headers, proxy, oauth): print fields by name, never the whole. */
export type Server = StdioServer | HttpServer;

/** What a server's name stands for: where that changes, it is another server. Plain data, to be compared. */
export const targetOf = (server: Server): readonly unknown[] =>
	server.transport === 'stdio' ? [server.command, server.args, server.cwd] : [server.transport, server.url];
