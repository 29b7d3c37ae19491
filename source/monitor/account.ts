import {isAcknowledged} from '../domain/acknowledge.ts';
import type {AgentProcess} from '../domain/agent-process.ts';
import type {Alert} from '../domain/alert.ts';
import {reconcile} from '../domain/alert-log.ts';
import {alertsFor} from '../domain/alert-rules.ts';
import {findHighErrorRate, lastHour} from '../domain/error-rate.ts';
import type {ServerState} from '../domain/fleet.ts';
import {type Conditions, lapse, nextHealth, type Outcome, withStatus} from '../domain/health.ts';
import {closeAll, closeDrift, type Incident, isOpen} from '../domain/incident.ts';
import {nextIncidents} from '../domain/incident-rules.ts';
import {usualAtThisHour} from '../domain/latency-spike.ts';
import {type Sign, signOf, signOfFailure} from '../domain/monitor-offline.ts';
import type {Clock, History, Past} from '../domain/ports.ts';
import type {Failure, ProbeResult, Sample} from '../domain/probe-result.ts';
import type {AcceptOutcome, AcceptRequest, UndoOutcome} from '../domain/schema-record.ts';
import type {Scorecard} from '../domain/scorecard.ts';
import type {Server} from '../domain/server.ts';
import type {LostSession} from '../domain/session-wave.ts';
import type {Hash} from '../domain/snapshot.ts';
import {addDrop, addResult, carryOn, forgetCarried, heldSymptoms} from '../domain/symptoms.ts';
import {tellIncidents} from '../domain/telling.ts';
import type {TlsFacts} from '../domain/tls-facts.ts';
import type {CountedCall} from '../domain/traffic.ts';
import {createCallLedger} from './call-ledger.ts';
import {createSchemaTracker} from './schema-tracker.ts';
import {absorb, addSample, initialState, resume, toOutcome, toSample} from './server-state.ts';

/** What every account shares. */
export interface AccountParts {
	readonly clock: Clock;
	readonly history: History;
	readonly hash: Hash;
	readonly publish: (state: ServerState) => void;
	readonly tell: (alert: Alert, about: ServerState) => void;
	/** Open incidents that nobody has taken on are told again after so long, ms; null never. It may change. */
	readonly remindAfterMs: () => number | null;
	/** Takes in what a check of a server says of the monitor's own network. */
	readonly sign: (server: Server, sign: Sign, at: number, message: string) => void;
	/** The fault may be the monitor's own network, so that an outage of the server is not told for now. */
	readonly isCutOff: (state: ServerState) => boolean;
	/** What the monitor before has told is gone through at the start; false for one that only does what it is asked. */
	readonly mayTell: boolean;
	/** A session was lost and opened anew. */
	readonly sessionLost: (session: LostSession) => void;
	readonly isSilenced: (state: ServerState) => boolean;
}

/** What is known of one server and what follows from it: status, incidents, alerts, and what history keeps. */
export interface Account {
	state(): ServerState;
	/** A difference of the tools waits for its second look. */
	isUnsure(): boolean;
	begin(): void;
	/** Gives up a check that had begun to wait for its turn. */
	giveUp(): void;
	/** Takes in what a check has shown. */
	learn(result: ProbeResult): void;
	/** Takes in that the connection was dropped, or the child exited, between checks. */
	drop(failure: Failure, at: number): void;
	/** Takes in what is seen of the agents' own processes of this server. */
	seeAgents(processes: readonly AgentProcess[], lost: string | null): void;
	/** Takes in what its certificate says. */
	seeTls(facts: TlsFacts | null): void;
	/**
	 * Takes in calls of agents, or with none only that time has passed.
	 * @returns whether so many of them do not fit the tools that these should be listed anew
	 */
	seeCalls(calls: readonly CountedCall[]): boolean;
	/** Takes in how it is graded. */
	seeScorecard(scorecard: Scorecard): void;
	/** The checks have not been coming: nothing is known any more. */
	lapse(dueAt: number): void;
	accept(request: AcceptRequest): AcceptOutcome;
	undoAccept(): UndoOutcome;
	/** Takes in what a person has said of its incidents. */
	changeIncidents(change: (incidents: readonly Incident[]) => readonly Incident[]): void;
	/** Looks again whether a silence covers it, and what is to be told because time has passed. */
	refresh(): void;
	/** Closes its incidents, and says so, because nobody watches it any more. @param reason in words: "the server is disabled" */
	retire(reason: string): void;
}

export function createAccount(server: Server, past: Past | undefined, parts: AccountParts): Account {
	const {clock, history} = parts;
	const tracker = createSchemaTracker(past?.kept?.schema ?? null, parts.hash);
	const now = clock.now();
	let state = flagged(resume(initialState(server, past, tracker.state(), history.stats(server.name, now)), past, now));
	let recent = lastHour(
		(past?.samples ?? []).filter(sample => isJudged(sample)),
		now,
	);
	const ledger = createCallLedger(server, history, now);
	if (parts.mayTell) catchUp();
	// Without calls of our own it was the agents' that failed, and those are known still.
	if (!server.checks?.length && ledger.isBegun)
		state = {...state, symptoms: forgetCarried(state.symptoms, 'tool_failing')};
	state = ledger.judge(state, now);
	if (past?.kept && state.incidents !== past.kept.incidents) keep(true);

	/** A monitor that was killed may have told less than happened, or kept less than it told. */
	function catchUp(): void {
		const {incidents, missing} = reconcile(state, history.alerts(), now, background());
		state = flagged({...state, incidents, symptoms: carryOn(state.symptoms, incidents, now)});
		for (const alert of missing) parts.tell(alert, state);
	}

	function background(removal?: string) {
		const spans = () => history.record(server.name)?.spans ?? [];
		const usualLatencyMs = () => usualAtThisHour(spans(), clock.now());
		return removal === undefined ? {usualLatencyMs} : {usualLatencyMs, removal};
	}

	function drop(failure: Failure, at: number): void {
		add({at, latencyMs: null, category: failure.category, counted: false});
		state = {...state, symptoms: addDrop(state.symptoms, at)};
		parts.sign(server, signOfFailure(failure), at, failure.message);
		take({verdict: 'failed', at, failure});
	}

	function learn(result: ProbeResult): void {
		add(toSample(result));
		if (result.ok) tracker.see(result.listing, result.at);
		state = {...absorb(state, result, tracker.state()), symptoms: addResult(state.symptoms, result)};
		parts.sign(server, signOf(result), result.at, result.ok ? '' : result.failure.message);
		take(toOutcome(result));
		if (result.ok && result.reinitialised)
			parts.sessionLost({
				server: server.name,
				at: result.at,
				isSilenced: state.silenced,
				affects: server.usedBy,
			});
	}

	function add(sample: Sample): void {
		history.append(server.name, sample);
		state = addSample(state, sample, history.stats(server.name, sample.at));
		if (isJudged(sample)) recent = [...recent, sample];
	}

	/** A server that has never let us in has no rate of errors. */
	function isJudged({category}: Sample): boolean {
		return category !== 'auth_required' || state.health.wasUp;
	}

	/** Lets an outcome bear on health, incidents and alerts, and keeps what came of it. */
	function take(outcome: Outcome): void {
		const {at} = outcome;
		recent = lastHour(recent, at);
		const {run} = state.health;
		const failingSince =
			outcome.verdict === 'good' ? null : run?.verdict === 'failed' ? Math.min(run.startedAt, at) : at;
		const situation = {limits: server.limits.errorRate, incidents: state.incidents, failingSince, at};
		const symptoms = {...state.symptoms, errorRate: findHighErrorRate(recent, situation)};
		const next = {...state, symptoms, schema: tracker.state()};
		settle({...next, health: nextHealth(state.health, outcome, server.limits, conditionsOf(next, at))}, at);
	}

	/** Lets something other than an outcome bear on them. */
	function weigh(next: ServerState): void {
		const at = clock.now();
		settle({...next, health: withStatus(next.health, conditionsOf(next, at), at)}, at, true);
	}

	function settle(next: ServerState, at: number, isAside = false): void {
		const previous = state;
		const situation = {...next, at, isAside, previousStatus: previous.health.status, isCutOff: parts.isCutOff(next)};
		const incidents = nextIncidents(next.incidents, situation);
		const isSame = incidents === next.incidents || !next.traffic;
		const changes = isSame ? {} : {traffic: ledger.summarise(incidents, at)};
		tell(previous, {...next, ...changes, incidents});
		keep(
			state.health.status !== previous.health.status ||
				state.incidents !== previous.incidents ||
				state.schema !== previous.schema,
		);
		parts.publish(state);
	}

	/** Takes on a new state and says what has become of the incidents. */
	function tell(previous: ServerState, next: ServerState, removal?: string): void {
		const now = clock.now();
		const covered = flagged(next);
		const incidents = tellIncidents(covered, now, parts.remindAfterMs());
		state = incidents === covered.incidents ? covered : flagged({...covered, incidents});
		if (!parts.mayTell || state.incidents === previous.incidents) return;
		for (const alert of alertsFor(previous, state, now, background(removal))) parts.tell(alert, state);
	}

	function keep(isUrgent: boolean): void {
		const {health, incidents} = state;
		history.keep(server.name, {health, schema: tracker.record(), incidents}, isUrgent);
	}

	function seeCalls(calls: readonly CountedCall[]): boolean {
		const at = clock.now();
		ledger.add(calls, state.listing, at);
		const next = ledger.judge(state, at);
		const isTold = next.symptoms.failingCalls != null || state.symptoms.failingCalls != null;
		if (isTold) weigh(next);
		else update(next);
		return calls.length > 0 && ledger.hasUnfit(at);
	}

	function update(change: Partial<ServerState>): void {
		state = flagged({...state, ...change});
		parts.publish(state);
	}

	function flagged(next: ServerState): ServerState {
		const silenced = parts.isSilenced(next);
		const acknowledged = isAcknowledged(next.incidents);
		return silenced === next.silenced && acknowledged === next.acknowledged ? next : {...next, silenced, acknowledged};
	}

	return {
		state: () => state,
		isUnsure: tracker.isUnsure,
		begin: () => update({isChecking: true}),
		giveUp: () => update({isChecking: false}),
		learn,
		drop,
		seeAgents(agentProcesses, lostProcess) {
			const seen =
				lostProcess !== null || agentProcesses.length > 0
					? forgetCarried(state.symptoms, 'agent_process_gone')
					: state.symptoms;
			if (lostProcess === seen.lostProcess && seen === state.symptoms) return update({agentProcesses});
			weigh({...state, agentProcesses, symptoms: {...seen, lostProcess}});
		},
		seeCalls,
		seeTls: tls => weigh({...state, tls}),
		seeScorecard: scorecard => update({scorecard}),
		lapse: dueAt => update({health: lapse(state.health, state.lastCheck?.at ?? dueAt)}),
		accept(request) {
			const result = tracker.accept(request);
			if (result.outcome === 'accepted')
				weigh({...state, schema: tracker.state(), incidents: closeDrift(state.incidents, request.at)});
			return result;
		},
		undoAccept() {
			const result = tracker.undoAccept();
			if (result.outcome === 'undone') weigh({...state, schema: tracker.state()});
			return result;
		},
		changeIncidents(change) {
			tell(state, {...state, incidents: change(state.incidents)});
			parts.publish(state);
			keep(true);
		},
		refresh() {
			const before = state;
			const at = clock.now();
			const isWaiting = before.incidents.some(incident => isOpen(incident) && incident.announcedAt === null);
			const situation = {...before, at, isAside: true, isCutOff: parts.isCutOff(before)};
			const incidents = isWaiting ? nextIncidents(before.incidents, situation) : before.incidents;
			tell(before, incidents === before.incidents ? before : {...before, incidents});
			if (state.incidents !== before.incidents) keep(true);
			if (state !== before) parts.publish(state);
		},
		retire(reason) {
			tell(state, {...state, incidents: closeAll(state.incidents, clock.now())}, reason);
			keep(true);
		},
	};
}

const conditionsOf = ({symptoms, schema}: ServerState, at: number): Conditions => ({
	hasBreakingDrift: schema.class === 'breaking',
	symptoms: heldSymptoms(symptoms, at),
	hasHighErrorRate: symptoms.errorRate !== null,
});
