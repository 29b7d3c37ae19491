import type {History, Past} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {planReload, type ReloadPlan} from './plan-reload.ts';
import type {Watcher} from './watcher.ts';

interface Parts {
	readonly history: History;
	/** Of now; replaced as a whole, in the order of the configuration. */
	readonly watchers: Map<string, Watcher>;
	readonly create: (server: Server, past: Past | undefined) => Watcher;
}

/**
 * Makes these the servers that are watched. What is configured as before is not touched: it keeps its session and its
 * turn. New watchers are made, not started.
 */
export async function reloadServers(servers: readonly Server[], parts: Parts): Promise<ReloadPlan> {
	const {history, watchers} = parts;
	const plan = planReload(
		[...watchers.values()].map(({account}) => account.state().server),
		servers,
	);
	const ending = [...plan.removed, ...plan.changed].flatMap(name => watchers.get(name) ?? []);
	await Promise.all(ending.map(watcher => watcher.stop()));
	for (const [name, reason] of plan.endings) watchers.get(name)?.account.retire(reason);
	for (const name of plan.removed) await history.forget(name);
	const isNew = new Set([...plan.added, ...plan.changed]);
	const pasts = await history.open(servers.filter(({name}) => isNew.has(name)));
	const next = servers.map((server): [string, Watcher] => {
		const kept = isNew.has(server.name) ? undefined : watchers.get(server.name);
		return [server.name, kept ?? parts.create(server, pasts.get(server.name))];
	});
	watchers.clear();
	for (const [name, watcher] of next) watchers.set(name, watcher);
	return plan;
}
