/** An open session of one of the servers. */
interface Session<T> {
	readonly server: string;
	readonly transport: T;
	/** In ms of the story. */
	readonly startedMs: number;
	usedMs: number;
}

/** The sessions of one transport: bounded in number, and dropped when nobody has used them for a while. */
export interface Sessions<T> {
	add(id: string, server: string, transport: T, nowMs: number): void;
	/** The transport of a session of this server, which counts as used now. */
	find(id: string, server: string, nowMs: number): T | null;
	drop(id: string): void;
	/** Closes every session of a server that began before this moment. */
	forget(server: string, beforeMs: number): void;
}

interface Closable {
	close(): Promise<void>;
}

/** At the limit, the session that was used least recently makes room. */
export function createSessions<T extends Closable>(limit: number, idleMs: number): Sessions<T> {
	// In the order of their last use.
	const sessions = new Map<string, Session<T>>();

	function drop(id: string): void {
		const session = sessions.get(id);
		// Taken out first: closing a transport may lead back here.
		if (sessions.delete(id)) session?.transport.close().catch(() => {});
	}

	return {
		add(id, server, transport, nowMs) {
			for (const [other, {usedMs}] of sessions) {
				if (sessions.size >= limit || nowMs - usedMs >= idleMs) drop(other);
			}
			sessions.set(id, {server, transport, startedMs: nowMs, usedMs: nowMs});
		},
		find(id, server, nowMs) {
			const session = sessions.get(id);
			if (session?.server !== server) return null;
			sessions.delete(id);
			sessions.set(id, session);
			session.usedMs = nowMs;
			return session.transport;
		},
		drop,
		forget(server, beforeMs) {
			for (const [id, session] of sessions) {
				if (session.server === server && session.startedMs < beforeMs) drop(id);
			}
		},
	};
}
