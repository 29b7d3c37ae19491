import {parseConfig} from '../config/parse-config.ts';
import {toServers} from '../config/to-servers.ts';
import type {ProbeResult} from '../domain/probe-result.ts';
import type {HttpServer, Server, Transport} from '../domain/server.ts';
import type {RemarkedEntry} from '../domain/server-entry.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {createProberFactory} from '../probe/prober.ts';
import {createLedger} from '../probe/process-ledger.ts';
import type {Outside} from './command.ts';
import type {Flags} from './flags.ts';
import {reap, runFolderOf} from './fleet-source.ts';
import {type Draft, putInto} from './plan-config.ts';

/** What a server answered, and over which transport it did, or did last. */
export interface Tried {
	readonly result: ProbeResult;
	readonly transport: Transport;
}

/**
 * Checks a server once as it would be configured in the draft, with the defaults there. An address that turns out to speak
 * the other transport is tried over that one, unless `--transport` says which it is.
 */
export async function tryServer(
	draft: Draft,
	entry: RemarkedEntry,
	flags: Pick<Flags, 'transport'>,
	outside: Outside,
): Promise<Tried> {
	await reap(outside);
	const server = serverOf(draft, entry, outside);
	const result = await checkOnce(server, outside);
	if (server.transport === 'stdio') return {result, transport: 'stdio'};
	const isOther = !result.ok && result.failure.category === 'wrong_transport' && flags.transport === undefined;
	if (!isOther) return {result, transport: server.transport};
	const transport = server.transport === 'sse' ? 'streamable_http' : 'sse';
	const again: HttpServer = {...server, transport};
	return {result: await checkOnce(again, outside), transport};
}

function serverOf(draft: Draft, entry: RemarkedEntry, {env}: Outside): Server {
	const {text} = putInto(draft, [entry]);
	const parsed = parseConfig(text, draft.path);
	const servers = 'config' in parsed ? toServers(parsed.config, env) : [];
	const server = servers.find(({name}) => name === entry.entry.name);
	if (server) return server;
	throw new Error(`${entry.entry.name} is not in the configuration that it was put into`);
}

async function checkOnce(server: Server, outside: Outside): Promise<ProbeResult> {
	const createProber = createProberFactory({
		clock: systemClock,
		ledger: createLedger(runFolderOf(outside)),
		listens: false,
		version: outside.version,
	});
	const prober = createProber(server, {interrupted() {}, toolsChanged() {}, opened() {}});
	try {
		return await prober.check(outside.signal);
	} finally {
		await prober.close();
	}
}
