import {resolve} from 'node:path';
import {UserError} from '../domain/errors.ts';
import type {ServerState} from '../domain/fleet.ts';
import {plural} from '../domain/format.ts';
import type {Lock} from '../domain/lock.ts';
import {matches} from '../domain/match.ts';
import {type Hash, takeSnapshot} from '../domain/snapshot.ts';
import {readLock, writeLock} from '../history/lock-file.ts';
import {checkOnce} from '../monitor/check-once.ts';
import {isWatched} from '../monitor/server-state.ts';
import {renderLock} from '../report/lock-file.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes} from './command.ts';
import {openFleet} from './open-fleet.ts';
import {showProgress} from './progress.ts';
import {readRetries} from './read-flags.ts';

/** `langsight baseline --write FILE`: what the tools are now, as a file to commit. Other servers' part of it stays. */
export const baseline: Command = async (args, flags, outside) => {
	const {write: file} = flags;
	if (!file || args.length > 0)
		throw new UserError('Into which file?', 'langsight baseline --write langsight.lock.json [--server NAME]');
	const path = resolve(outside.cwd, file);
	const retries = readRetries(flags.retries);
	const opened = await openFleet(flags, outside);
	try {
		const {servers, filter} = chooseServers(opened.servers, flags);
		const {hash} = opened.parts;
		const isPart = flags.server.length > 0 || flags.tag.length > 0 || flags.filter !== undefined;
		const others = isPart ? await readLock(path, hash) : null;
		const progress = showProgress(outside.stderr);
		const {signal} = outside;
		const once = await checkOnce(servers, {...opened.parts, retries, signal, progress: progress.update});
		progress.end();
		if (!signal.aborted) for (const warning of opened.warnings()) outside.stderr.write(`warning: ${warning}\n`);
		await once.close();
		if (signal.aborted) return exitCodes.interrupted;
		const states = once.states.filter(state => isWatched(state.server) && matches(filter, state));
		const unlisted = states.filter(({listing}) => listing === null);
		if (unlisted.length > 0 || states.length === 0) {
			outside.stderr.write(`${describeUnlisted(unlisted)}${file} is left as it was\n`);
			return exitCodes.troubled;
		}
		const lock: Lock = new Map([...(others ?? []), ...toLock(states, hash)]);
		const hasChanged = await writeLock(path, renderLock(lock));
		const tools = [...lock.values()].reduce((sum, snapshot) => sum + snapshot.tools.length, 0);
		const contents = `${plural(lock.size, 'server')}, ${plural(tools, 'tool')}`;
		outside.stdout.write(`${file} ${hasChanged ? 'written' : 'is as it was'}: ${contents}\n`);
		return exitCodes.fine;
	} finally {
		await opened.close();
	}
};

const toLock = (states: readonly ServerState[], hash: Hash): Lock =>
	new Map(states.flatMap(({server, listing}) => (listing ? [[server.name, takeSnapshot(listing, 0, hash)]] : [])));

const describeUnlisted = (states: readonly ServerState[]): string =>
	states.length === 0
		? 'There is no server to list.\n'
		: states
				.map(({server, health}) => `${server.name} could not be listed: ${health.failure?.message ?? 'not checked'}\n`)
				.join('');
