import * as z from 'zod';
import {type HttpServer, type Limits, probeModes, type Server, type StdioServer} from '../domain/server.ts';
import type {ToolCheck} from '../domain/tool-check.ts';
import {amount, count, jsonObject, line, share, text} from './shape-values.ts';

const limits = z.looseObject({
	consecutiveFailuresBeforeDown: count,
	consecutiveSuccessesBeforeUp: count,
	consecutiveSlowBeforeDegraded: count,
	latencyWarningMs: amount,
	latencyCriticalMs: amount,
	errorRate: z.looseObject({transient: share, permanent: share}),
}) satisfies z.ZodType<Limits>;

const check = z.looseObject({
	tool: text,
	arguments: jsonObject,
	expect: z.looseObject({isError: z.boolean(), contains: line.nullable(), matches: line.nullable()}),
	timeoutMs: amount,
	everyMs: amount.nullable(),
}) satisfies z.ZodType<ToolCheck>;

const base = {
	name: text,
	tags: z.array(line),
	project: line.nullable(),
	usedBy: z.array(line),
	runbookUrl: line.nullable(),
	enabled: z.boolean(),
	intervalMs: amount,
	timeoutMs: amount,
	startupTimeoutMs: amount,
	limits,
	misconfigured: line.nullable(),
	checks: z.array(check).optional(),
};

const stdio = z.looseObject({
	...base,
	transport: z.literal('stdio'),
	command: line,
	args: z.array(line),
	env: z.record(text, line),
	cwd: line.nullable(),
	probe: z.enum(probeModes),
}) satisfies z.ZodType<StdioServer>;

const tls = z.looseObject({
	caFile: line.nullable(),
	certFile: line.nullable(),
	keyFile: line.nullable(),
	serverName: line.nullable(),
	insecureSkipVerify: z.boolean(),
});

const oauth = z.looseObject({
	tokenUrl: line,
	clientId: line,
	clientSecret: line,
	scope: line.nullable(),
	audience: line.nullable(),
	resource: line.nullable(),
	proxy: line.nullable(),
});

const http = z.looseObject({
	...base,
	transport: z.enum(['sse', 'streamable_http']),
	url: line,
	headers: z.record(text, line),
	tls: tls.nullable().optional(),
	proxy: line.nullable().optional(),
	oauth: oauth.nullable().optional(),
}) satisfies z.ZodType<HttpServer>;

/** A server as the owner shows it. */
export const server: z.ZodType<Server> = z.discriminatedUnion('transport', [stdio, http]);
