import type {Action} from '../../source/domain/action.ts';
import type {Alert} from '../../source/domain/alert.ts';
import {usualErrorRate} from '../../source/domain/error-rate.ts';
import type {Fleet, ServerState} from '../../source/domain/fleet.ts';
import {type Health, unknownHealth} from '../../source/domain/health.ts';
import type {Incident} from '../../source/domain/incident.ts';
import type {Monitor, Readable} from '../../source/domain/ports.ts';
import type {Failure, Listing, Sample, Tool} from '../../source/domain/probe-result.ts';
import type {HttpServer, Limits, StdioServer} from '../../source/domain/server.ts';
import {unknownSchema} from '../../source/domain/snapshot.ts';
import {emptyStats, emptyWindow, type LiveWindow, type Stats, type WindowStats} from '../../source/domain/stats.ts';
import {noSymptoms} from '../../source/domain/symptoms.ts';

/** The instant at which the fleets of the tests are looked at: Thursday, 2 April 2026, 12:22 UTC. */
export const noon = Date.UTC(2026, 3, 2, 12, 22);
const minuteMs = 60_000;

/** The defaults of the configuration. */
export const usualLimits: Limits = {
	consecutiveFailuresBeforeDown: 3,
	consecutiveSuccessesBeforeUp: 2,
	consecutiveSlowBeforeDegraded: 3,
	latencyWarningMs: 3000,
	latencyCriticalMs: 10_000,
	errorRate: usualErrorRate,
};

const base = {
	tags: [],
	project: null,
	usedBy: [],
	runbookUrl: null,
	enabled: true,
	intervalMs: 30_000,
	timeoutMs: 5000,
	startupTimeoutMs: 30_000,
	limits: usualLimits,
	misconfigured: null,
};

/** A stdio server as configured. */
export const stdioServer = (name: string, changes: Partial<StdioServer> = {}): StdioServer => ({
	...base,
	name,
	transport: 'stdio',
	command: 'node',
	args: ['server.js'],
	env: {},
	cwd: null,
	probe: 'canary',
	...changes,
});

/** A Streamable HTTP server as configured. */
export const httpServer = (name: string, changes: Partial<HttpServer> = {}): HttpServer => ({
	...base,
	name,
	transport: 'streamable_http',
	url: `https://${name}.example.com/mcp`,
	headers: {},
	...changes,
});

/** Checks in the past, newest last, one each half minute; null is a failed one. */
export const samplesOf = (latencies: readonly (number | null)[], until = noon): Sample[] =>
	latencies.map((latencyMs, index) => ({
		at: until - (latencies.length - 1 - index) * 30_000,
		latencyMs,
		category: latencyMs === null ? 'timeout' : null,
		counted: true,
	}));

/** A tool with one required text field. */
export const tool = (name: string, changes: Partial<Tool> = {}): Tool => ({
	name,
	description: `Does ${name}.`,
	inputSchema: {type: 'object', properties: {path: {type: 'string'}}, required: ['path']},
	...changes,
});

/** What a server with these tools says of itself. */
export const listingOf = (tools: readonly Tool[]): Listing => ({
	tools,
	malformed: [],
	protocolVersion: '2025-11-25',
	serverInfo: {name: 'example', version: '1.2.3'},
	capabilities: {tools: {}},
	instructions: null,
});

/** A failure; a refused connection unless said otherwise. */
export const failure = (changes: Partial<Failure> = {}): Failure => ({
	category: 'connection_refused',
	transient: true,
	phase: 'connect',
	message: 'connection refused',
	hint: null,
	...changes,
});

const standingOf = (status: Health['status']): Health['standing'] => (status === 'degraded' ? 'up' : status);

/** The health of a server that has been in one status for four minutes. */
export const healthOf = (status: Health['status'], changes: Partial<Health> = {}): Health => ({
	...unknownHealth,
	status,
	since: noon - 4 * minuteMs,
	standing: standingOf(status),
	wasUp: status !== 'unknown',
	run: {verdict: status === 'up' ? 'good' : 'failed', count: 5, startedAt: noon - 4 * minuteMs},
	...changes,
});

/** Figures of which only these are known. */
export const statsWith = (known: Partial<Record<LiveWindow, Partial<WindowStats>>>): Stats => ({
	'1h': {...emptyWindow, ...known['1h']},
	'24h': {...emptyWindow, ...known['24h']},
	'7d': {...emptyWindow, ...known['7d']},
});

/** A server that answers in 42 ms and has three tools. */
export function upState(name: string, changes: Partial<ServerState> = {}): ServerState {
	const tools = ['read_file', 'search', 'write_file'].map(one => tool(one));
	return {
		server: stdioServer(name),
		health: healthOf('up', {since: noon - 90 * minuteMs}),
		lastCheck: {at: noon, latencyMs: 42, connectMs: null, notes: []},
		samples: samplesOf([40, 41, 44, 39, 42, 61, 42, 40, 41, 44, 39, 42, 43, 42, 40, 42]),
		stats: statsWith({'1h': {p50Ms: 42, p95Ms: 61, p99Ms: 80, uptime: 1}, '24h': {uptime: 1}, '7d': {uptime: 0.9994}}),
		listing: listingOf(tools),
		schema: {...unknownSchema, state: 'unchanged', hash: 'c0ffee'},
		symptoms: noSymptoms,
		agentProcesses: [],
		tls: null,
		incidents: [],
		reinitialisations: 0,
		isChecking: false,
		acknowledged: false,
		silenced: false,
		...changes,
	};
}

/** A server that has been down for four minutes. */
export function downState(name: string, changes: Partial<ServerState> = {}): ServerState {
	const cause = failure({category: 'process_exited', message: 'exited with code 1: REDIS_URL refused'});
	return {
		...upState(name),
		health: healthOf('down', {reasons: ['process_exited'], failure: cause}),
		lastCheck: {at: noon, latencyMs: null, connectMs: null, notes: []},
		samples: samplesOf([40, 41, 44, 39, 60, 90, 150, 190, null, null, null, null]),
		stats: statsWith({
			'1h': {uptime: 0.931},
			'24h': {uptime: 0.973, errors: {process_exited: 5}},
			'7d': {uptime: 0.99},
		}),
		listing: null,
		schema: unknownSchema,
		incidents: [openIncident()],
		...changes,
	};
}

/** A server that answers, but slowly. */
export const slowState = (name: string, changes: Partial<ServerState> = {}): ServerState => ({
	...upState(name),
	health: healthOf('degraded', {
		reasons: ['slow'],
		slow: {count: 4, startedAt: noon - 2 * minuteMs},
		isSlow: true,
		since: noon - 2 * minuteMs,
	}),
	lastCheck: {at: noon, latencyMs: 4821, connectMs: null, notes: []},
	samples: samplesOf([210, 230, 220, 900, 1800, 3600, 4200, 4800, 4821]),
	stats: statsWith({
		'1h': {p50Ms: 230, p95Ms: 4800, p99Ms: 4821, uptime: 1},
		'24h': {uptime: 0.9991},
		'7d': {uptime: 1},
	}),
	...changes,
});

/** A server of which nothing is known yet. */
export const unknownState = (name: string, changes: Partial<ServerState> = {}): ServerState => ({
	...upState(name),
	health: unknownHealth,
	lastCheck: null,
	samples: [],
	stats: emptyStats,
	listing: null,
	schema: unknownSchema,
	...changes,
});

/** An outage that began four minutes ago and goes on. */
export const openIncident = (changes: Partial<Incident> = {}): Incident => ({
	kind: 'down',
	startedAt: noon - 4 * minuteMs,
	endedAt: null,
	cause: 'exited with code 1: REDIS_URL refused',
	category: 'process_exited',
	ending: null,
	announcedAt: noon - 4 * minuteMs + 2000,
	acknowledgement: null,
	...changes,
});

/** An alert of four minutes ago. */
export const alertOf = (server: string, changes: Partial<Alert> = {}): Alert => ({
	id: `a-${server}`,
	at: noon - 4 * minuteMs,
	kind: 'down',
	severity: 'critical',
	server,
	message: 'down: exited with code 1',
	affects: [],
	isSilenced: false,
	phase: 'opened',
	about: changes.kind ?? 'down',
	startedAt: noon - 4 * minuteMs,
	details: {},
	...changes,
});

/** A fleet of these servers. */
export const fleetOf = (servers: readonly ServerState[], changes: Partial<Fleet> = {}): Fleet => ({
	name: 'prod',
	isDemo: false,
	host: 'oncall-1',
	intervalMs: 30_000,
	silences: [],
	pause: null,
	attachedTo: null,
	servers,
	alerts: [],
	warnings: [],
	...changes,
});

/** A value that tests can set. */
export interface Settable<T> extends Readable<T> {
	set(value: T): void;
}

/** Makes a value that tests can set. */
export function createSettable<T>(initial: T): Settable<T> {
	let value = initial;
	const listeners = new Set<() => void>();
	return {
		getSnapshot: () => value,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		set(next) {
			value = next;
			for (const listener of listeners) listener();
		},
	};
}

/** A monitor that only shows what it is given, and writes down what it is asked for. */
export interface StillMonitor extends Monitor {
	readonly fleet: Settable<Fleet>;
	/** Such as `check redis-mcp` and `accept github-mcp`, oldest first. */
	readonly asked: readonly string[];
}

/** Makes a monitor that probes nothing. */
export function createStillMonitor(fleet: Fleet, log: readonly string[] = []): StillMonitor {
	const asked: string[] = [];
	return {
		fleet: createSettable(fleet),
		asked,
		async act(action) {
			asked.push(wordAction(action));
			return {ok: true, message: `did ${wordAction(action)}`, undo: null};
		},
		log: async () => log,
		record: async () => null,
		timelines: async () => new Map(),
	};
}

function wordAction(action: Action): string {
	switch (action.do) {
		case 'accept':
		case 'undoAccept':
			return `${action.do} ${action.server}`;
		case 'silence':
			return `silence ${action.query}`;
		case 'endSilence':
			return `endSilence ${action.id}`;
		case 'pause':
		case 'resume':
			return action.do;
		case 'check':
		case 'acknowledge':
		case 'unacknowledge':
			return `${action.do} ${action.servers.join(' ')}`;
	}
}
