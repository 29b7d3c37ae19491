import type {AlertKind, Severity} from './alert.ts';
import type {IncidentKind} from './incident.ts';

/** What there is to know of one kind of alert. All but the first two are words for people. */
interface AlertFacts {
	/** As a rule; where `graver` is not null, it can be another. */
	readonly severity: Severity;
	/** The incident that it tells of; null for what is no incident of a server. */
	readonly incident: IncidentKind | null;
	readonly means: string;
	/** What opens it, at default settings. */
	readonly opens: string;
	readonly closes: string;
	/** When it has another severity. */
	readonly graver: string | null;
}

/** The only list of what alerts are about: the rules and the README's table are made from it. */
export const alertFacts = {
	down: {
		severity: 'critical',
		incident: 'down',
		means: 'the server does not answer',
		opens: '3 failures in a row that may pass by themselves, 2 that do not; a process that ends and cannot start again',
		closes: '2 good checks in a row',
		graver: null,
	},
	stale: {
		severity: 'critical',
		incident: 'stale',
		means: 'an SSE server takes requests and answers none of them',
		opens: '3 such checks in a row',
		closes: '2 good checks in a row, or the server is down altogether',
		graver: null,
	},
	restarted: {
		severity: 'warning',
		incident: null,
		means: 'the process ended, and the next one works',
		opens: 'an exit whose first respawn answers',
		closes: 'nothing: it is over when it is told',
		graver: null,
	},
	agent_process_gone: {
		severity: 'critical',
		incident: 'agent_process_gone',
		means: "an agent's own server process vanished while the agent lives (Linux)",
		opens: 'nothing takes its place within 10 s',
		closes: 'an agent runs it again, or the agent has ended',
		graver: null,
	},
	tool_failure: {
		severity: 'warning',
		incident: 'tool_failing',
		means: 'the server answers, and its tools fail',
		opens: '2 failed calls of a tool in a row',
		closes: 'the next good call',
		graver: null,
	},
	fresh_session_fails: {
		severity: 'warning',
		incident: 'fresh_session_fails',
		means: 'the session that is held works, a new one does not',
		opens: '2 new sessions in a row that fail',
		closes: 'a new session works',
		graver: null,
	},
	reconnect_storm: {
		severity: 'warning',
		incident: 'reconnect_storm',
		means: 'the connection is dropped again and again',
		opens: '5 drops within 60 s',
		closes: 'fewer than 5 within 60 s',
		graver: null,
	},
	session_wave: {
		severity: 'warning',
		incident: null,
		means: 'several servers lose their sessions at once, as when a gateway restarts',
		opens: '3 servers within 60 s',
		closes: 'nothing: it is over when it is told',
		graver: null,
	},
	latency_spike: {
		severity: 'warning',
		incident: 'slow',
		means: 'the server has become slow',
		opens: '3 checks in a row over `latency_warning_ms`, or the p95 of the last 20 over it 3 times in a row',
		closes: 'an answer within it and, once there are 20 checks to judge by, the last 10 within it',
		graver: 'critical over `latency_critical_ms`',
	},
	schema_drift: {
		severity: 'warning',
		incident: 'schema_drift',
		means: 'tools or instructions are not what they were',
		opens: 'a second list shows the difference, too',
		closes: 'somebody accepts it',
		graver: 'info where it breaks nobody, critical where a text speaks to the model',
	},
	flapping: {
		severity: 'warning',
		incident: 'flapping',
		means: 'the server goes up and down; meanwhile only outages of over 5 minutes are told one by one',
		opens: '4 changes within 15 minutes',
		closes: '15 minutes without a change',
		graver: null,
	},
	error_rate: {
		severity: 'warning',
		incident: 'error_rate',
		means: 'too many checks fail here and there',
		opens: 'over 2% (failures that pass by themselves) or 0.1% (others) of an hour, at least 2 of 20',
		closes: 'half of that, or 15 minutes without a failure',
		graver: null,
	},
	cert_expiry: {
		severity: 'warning',
		incident: 'cert_expiry',
		means: 'the TLS certificate expires soon',
		opens: '21 days before',
		closes: 'it is renewed',
		graver: 'critical 7 days before, told once more then',
	},
	monitor_offline: {
		severity: 'critical',
		incident: null,
		means: 'the monitor itself has lost its network; outages of remote servers wait until it is back',
		opens: 'remote hosts fail together for want of a route or of DNS',
		closes: 'any remote host answers',
		graver: null,
	},
	recovery: {
		severity: 'info',
		incident: null,
		means: 'a trouble that was told is over, with how long it lasted',
		opens: 'what closes the other one',
		closes: 'nothing: it is the end of the other one',
		graver: null,
	},
} as const satisfies Record<AlertKind, AlertFacts>;

type ToldKind = Exclude<(typeof alertFacts)[AlertKind]['incident'], null>;

const aboutByIncident = Object.fromEntries(
	(Object.keys(alertFacts) as AlertKind[]).flatMap(kind => {
		const {incident} = alertFacts[kind];
		return incident === null ? [] : [[incident, kind]];
	}),
) as Record<ToldKind, AlertKind>;

/** What an incident is called to people. A kind of incident that no kind of alert tells of does not compile. */
export const aboutOf = (incident: IncidentKind): AlertKind => aboutByIncident[incident];

/** The incident that a kind of alert tells of; null where there is none. */
export const incidentOf = (about: AlertKind): IncidentKind | null => alertFacts[about].incident;
