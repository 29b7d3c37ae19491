import * as z from 'zod';
import type {AgentProcess} from '../domain/agent-process.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import {degradations, type Health, statuses} from '../domain/health.ts';
import type {Listing, Sample} from '../domain/probe-result.ts';
import {changeClasses} from '../domain/schema/schema-change.ts';
import type {Silence} from '../domain/silence.ts';
import type {SchemaState} from '../domain/snapshot.ts';
import type {WindowStats} from '../domain/stats.ts';
import {type Symptoms, symptomKinds, type ToolRecord} from '../domain/symptoms.ts';
import type {TlsFacts} from '../domain/tls-facts.ts';
import {alert, change} from './shape-alert.ts';
import {incident} from './shape-history.ts';
import {scorecard} from './shape-scorecard.ts';
import {server} from './shape-server.ts';
import {
	amount,
	category,
	count,
	errors,
	failure,
	instant,
	jsonObject,
	line,
	share,
	text,
	tool,
} from './shape-values.ts';

const run = z.looseObject({verdict: z.enum(['good', 'failed']), count, startedAt: instant});

const health = z.looseObject({
	status: z.enum(statuses),
	since: instant.nullable(),
	reasons: z.array(z.union([category, z.enum(degradations), z.literal('not_checked')])),
	failure: failure.nullable(),
	pending: z.looseObject({kind: z.enum(['failing', 'recovering']), count, of: count}).nullable(),
	standing: z.enum(['unknown', 'up', 'stale', 'down']),
	run: run.nullable(),
	slow: z.looseObject({count, startedAt: instant}).nullable(),
	isSlow: z.boolean(),
	isCriticallySlow: z.boolean(),
	wasUp: z.boolean(),
	turns: z.array(instant),
}) satisfies z.ZodType<Health>;

const sample = z.looseObject({
	at: instant,
	latencyMs: amount.nullable(),
	category: category.nullable(),
	counted: z.boolean(),
	calls: z.looseObject({total: count, failed: count}).optional(),
}) satisfies z.ZodType<Sample>;

const windowStats = z.looseObject({
	checks: count,
	p50Ms: amount.nullable(),
	p95Ms: amount.nullable(),
	p99Ms: amount.nullable(),
	uptime: share.nullable(),
	watchedMs: amount,
	errors,
	errorRate: share.nullable(),
	toolCalls: z.looseObject({total: count, failed: count}),
	outages: count,
	mtbfMs: amount.nullable(),
	mttrMs: amount.nullable(),
}) satisfies z.ZodType<WindowStats>;

const listing = z.looseObject({
	tools: z.array(tool),
	malformed: z.array(line),
	protocolVersion: text.nullable(),
	serverInfo: z.looseObject({name: text, version: text}).nullable(),
	capabilities: jsonObject,
	instructions: text.nullable(),
}) satisfies z.ZodType<Listing>;

const schema = z.looseObject({
	state: z.enum(['new', 'unchanged', 'drifted', 'unknown']),
	hash: text.nullable(),
	class: z.enum(changeClasses).nullable(),
	changes: z.array(change),
	changedAt: instant.nullable(),
}) satisfies z.ZodType<SchemaState>;

const toolRecord = z.looseObject({
	total: count,
	failed: count,
	failures: count,
	lastFailure: failure.nullable(),
	latencyMs: amount.nullable(),
}) satisfies z.ZodType<ToolRecord>;

const symptoms = z.looseObject({
	tools: z.array(z.tuple([text, toolRecord])).transform(entries => new Map(entries)),
	fresh: z.looseObject({failures: count, failure}).nullable(),
	drops: z.array(instant),
	lostProcess: line.nullable(),
	errorRate: z.looseObject({checks: count, failed: count, errors, limit: share}).nullable(),
	carried: z.looseObject({since: instant, causes: z.partialRecord(z.enum(symptomKinds), line)}).optional(),
}) satisfies z.ZodType<Symptoms>;

const agentProcess = z.looseObject({
	pid: count,
	startedAt: instant,
	parentPid: count,
	parentName: line,
	rssBytes: amount,
	cpuShare: amount.nullable(),
	ageMs: z.number(),
	sharedWith: z.array(line),
}) satisfies z.ZodType<AgentProcess>;

const tlsFacts = z.looseObject({
	issuer: line,
	subject: line,
	validFrom: instant,
	validTo: instant,
	protocol: line,
}) satisfies z.ZodType<TlsFacts>;

const lastCheck = z.looseObject({
	at: instant,
	latencyMs: amount.nullable(),
	connectMs: amount.nullable(),
	notes: z.array(line),
});

const silence = z.looseObject({
	id: text,
	query: line,
	from: instant,
	until: instant,
	reason: line.nullable(),
	by: line,
}) satisfies z.ZodType<Silence>;

type Shapes<T> = {readonly [Key in keyof T]-?: z.ZodType<T[Key]>};
/** What is sent in another way than by its whole value. */
type InParts = 'samples' | 'incidents';
/** What an owner need not send. */
type Optional = 'scorecard';

/** The fields of a server's state that are sent whole; a list that only grows at one end is sent in parts. */
export const stateShapes: Shapes<Omit<ServerState, InParts | Optional>> = {
	server,
	health,
	lastCheck: lastCheck.nullable(),
	stats: z.looseObject({'1h': windowStats, '24h': windowStats, '7d': windowStats}),
	listing: listing.nullable(),
	schema,
	symptoms,
	agentProcesses: z.array(agentProcess),
	tls: tlsFacts.nullable(),
	reinitialisations: count,
	isChecking: z.boolean(),
	acknowledged: z.boolean(),
	silenced: z.boolean(),
};

export const optionalStateShapes: Shapes<Pick<ServerState, Optional>> = {scorecard: scorecard.nullable().optional()};

/** What the lists that are sent in parts are made of. */
export const stateItems = {samples: sample, incidents: incident};

/** The fields of the fleet that are sent whole. */
export const aboutShapes: Shapes<Omit<Fleet, 'servers' | 'attachedTo' | 'alerts'>> = {
	name: line,
	isDemo: z.boolean(),
	host: line,
	intervalMs: amount,
	warnings: z.array(line),
	silences: z.array(silence),
	pause: z.looseObject({from: instant, until: instant, by: line}).nullable(),
};

export const aboutItems = {alerts: alert};
