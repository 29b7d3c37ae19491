import type {AgentProcess} from './agent-process.ts';
import type {Alert} from './alert.ts';
import type {Health} from './health.ts';
import type {Incident} from './incident.ts';
import type {Listing, Sample} from './probe-result.ts';
import type {Scorecard} from './scorecard.ts';
import type {Server} from './server.ts';
import type {Silence} from './silence.ts';
import type {SchemaState} from './snapshot.ts';
import type {Stats} from './stats.ts';
import type {Symptoms} from './symptoms.ts';
import type {TlsFacts} from './tls-facts.ts';
import type {TrafficSummary} from './traffic-figures.ts';

/** What the last check that opened or used the session showed. */
export interface LastCheck {
	readonly at: number;
	/** Null when it failed. */
	readonly latencyMs: number | null;
	/** Null until a session was opened. */
	readonly connectMs: number | null;
	readonly notes: readonly string[];
}

/** Everything known of one server now. Immutable. */
export interface ServerState {
	readonly server: Server;
	readonly health: Health;
	/** Null until the first check of this process ended. */
	readonly lastCheck: LastCheck | null;
	/** Recent checks, oldest first, bounded. */
	readonly samples: readonly Sample[];
	readonly stats: Stats;
	/** What the server last said of itself; null until it did. */
	readonly listing: Listing | null;
	readonly schema: SchemaState;
	readonly symptoms: Symptoms;
	/** Copies of the server that agents run themselves; empty where that cannot be seen. */
	readonly agentProcesses: readonly AgentProcess[];
	/** Of its certificate; null without TLS, and until it was looked up. */
	readonly tls: TlsFacts | null;
	/** Newest first, bounded. */
	readonly incidents: readonly Incident[];
	/** Lost sessions that were opened anew, since start. */
	readonly reinitialisations: number;
	/** A check is under way. */
	readonly isChecking: boolean;
	/** Everything that is wrong with it has been acknowledged. */
	readonly acknowledged: boolean;
	/** A silence covers it. */
	readonly silenced: boolean;
	/** Its grades; absent or null where it has not been graded. */
	readonly scorecard?: Scorecard | null;
	/** What agents see of it, as their traces tell; absent or null where none has called. */
	readonly traffic?: TrafficSummary | null;
}

/** A stop of all checks that a person asked for. */
export interface Pause {
	readonly from: number;
	readonly until: number;
	readonly by: string;
}

/** Calls of agents that could not be told to belong to one of the servers, since the monitor started. */
export interface UnattributedCalls {
	readonly calls: number;
	/** The newest of them, each once; bounded. */
	readonly tools: readonly string[];
	readonly lastAt: number;
}

/** The fleet at one instant: what the screen, the report and the metrics are made from. Immutable. */
export interface Fleet {
	/** Shown in the header: the config's folder, or `demo`. */
	readonly name: string;
	readonly isDemo: boolean;
	readonly host: string;
	readonly intervalMs: number;
	/** In the config's order. */
	readonly servers: readonly ServerState[];
	/** Newest first, bounded. */
	readonly alerts: readonly Alert[];
	/** Troubles of the monitor itself, such as a store that cannot be written. */
	readonly warnings: readonly string[];
	/** Those that have not ended, oldest first. */
	readonly silences: readonly Silence[];
	/** No checks are made until then; null while the fleet is watched. */
	readonly pause: Pause | null;
	/** Absent or null where there are none. */
	readonly unattributed?: UnattributedCalls | null;
	/** The process that watches the fleet; null where it is this one. */
	readonly attachedTo: number | null;
}
