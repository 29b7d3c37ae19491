import {fileURLToPath} from 'node:url';
import {usualErrorRate} from '../domain/error-rate.ts';
import type {Clock} from '../domain/ports.ts';
import type {Limits, Server} from '../domain/server.ts';
import {cast, type Member, pathOf} from './cast.ts';
import {realClock} from './clock.ts';
import {spawnHost} from './host-process.ts';
import {toArguments} from './options.ts';

export interface DemoParts {
	/** The folder with the demo's built programs. */
	readonly programs: URL;
	/** Ends the demo. */
	readonly signal: AbortSignal;
	/** When the story began, ms since the epoch: now, unless the demo is to be joined in the middle. */
	readonly startedAt?: number;
	readonly clock?: Clock;
}

/** A fleet of real servers that fail on cue. */
export interface DemoFleet {
	/** As if they stood in a configuration. */
	readonly servers: readonly Server[];
	/** Ends the host of the HTTP servers, in bounded time. The stdio servers belong to whoever started them. */
	stop(): Promise<void>;
}

/**
 * Starts the demo's HTTP servers, in one process of their own; the stdio servers are started by whoever probes them.
 * @throws UserError when that process does not start.
 */
export async function startDemoFleet({programs, signal, clock = realClock, ...parts}: DemoParts): Promise<DemoFleet> {
	const startedAt = parts.startedAt ?? clock.now();
	const host = await spawnHost(toPath('demo-http-host.js'), toArguments({name: '', startedAt}), clock);
	const stop = () => {
		signal.removeEventListener('abort', stop);
		return host.stop();
	};
	signal.addEventListener('abort', stop);
	if (signal.aborted) await stop();
	return {servers: cast.map(toServer), stop};

	function toServer(member: Member): Server {
		const base = toBase(member);
		if (member.transport !== 'stdio') {
			const url = `http://127.0.0.1:${host.port}${pathOf(member)}`;
			return {...base, transport: member.transport, url, headers: {}};
		}
		const args = [toPath('demo-stdio-server.js'), ...toArguments({name: member.name, startedAt})];
		return {...base, transport: 'stdio', command: process.execPath, args, env: {}, cwd: null, probe: 'canary'};
	}

	function toPath(program: string): string {
		return fileURLToPath(new URL(program, programs));
	}
}

const usualLimits: Limits = {
	consecutiveFailuresBeforeDown: 3,
	consecutiveSuccessesBeforeUp: 2,
	consecutiveSlowBeforeDegraded: 3,
	latencyWarningMs: 3000,
	latencyCriticalMs: 10_000,
	errorRate: usualErrorRate,
};

const toBase = ({name, tags, project, usedBy, latencyWarningMs = usualLimits.latencyWarningMs}: Member) => ({
	name,
	tags,
	project,
	usedBy,
	runbookUrl: null,
	enabled: true,
	intervalMs: 5000,
	timeoutMs: 2000,
	startupTimeoutMs: 15_000,
	limits: {...usualLimits, latencyWarningMs},
	misconfigured: null,
});
