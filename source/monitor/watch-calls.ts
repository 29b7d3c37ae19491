import {type Attributable, createAttribution} from '../domain/attribute-call.ts';
import type {Fleet} from '../domain/fleet.ts';
import type {Cancel, Clock} from '../domain/ports.ts';
import type {ToolCall} from '../domain/tool-call.ts';
import type {Watcher} from './watcher.ts';

interface Parts {
	readonly clock: Clock;
	readonly showUnattributed: (calls: Fleet['unattributed']) => void;
}

/** Takes in calls of agents and hands them to the watchers of their servers. */
export interface CallWatch {
	observe(calls: readonly ToolCall[]): void;
	close: Cancel;
}

/** However many calls come, a server is shown anew no oftener. */
const gatherMs = 1000;
const mostGathered = 20_000;
/** Calls grow old: what they come to is looked at again although none comes. */
const ageEveryMs = 30_000;
/** Calls that do not fit the tools are no reason to list these again and again. */
const lookAgainMs = 30_000;
const mostTools = 10;

export function watchCalls(watchers: ReadonlyMap<string, Watcher>, {clock, showUnattributed}: Parts): CallWatch {
	const attribution = followListings(watchers);
	const lookedAt = new Map<string, number>();
	let gathered: ToolCall[] = [];
	let cancelFlush: Cancel | null = null;
	let flushedAt = Number.NEGATIVE_INFINITY;
	let lost: Fleet['unattributed'] = null;
	let isClosed = false;
	let cancelAging: Cancel = () => {};

	function flush(): void {
		cancelFlush?.();
		cancelFlush = null;
		flushedAt = clock.ticks();
		const calls = gathered;
		gathered = [];
		const attribute = attribution();
		const byServer = new Map<string, ToolCall[]>();
		const strays: ToolCall[] = [];
		for (const call of calls) {
			const found = attribute(call);
			if (!found) {
				strays.push(call);
				continue;
			}
			const own = byServer.get(found.server);
			const renamed = {...call, tool: found.tool};
			if (own) own.push(renamed);
			else byServer.set(found.server, [renamed]);
		}
		for (const [name, own] of byServer) hand(name, own);
		if (strays.length > 0) tellStrays(strays);
	}

	function hand(name: string, calls: readonly ToolCall[]): void {
		const watcher = watchers.get(name);
		const isUnfit = watcher?.account.seeCalls(calls);
		const before = lookedAt.get(name) ?? Number.NEGATIVE_INFINITY;
		if (!isUnfit || clock.ticks() - before < lookAgainMs) return;
		lookedAt.set(name, clock.ticks());
		watcher?.hurry();
	}

	function tellStrays(strays: readonly ToolCall[]): void {
		const names = [...strays.map(({tool}) => tool).reverse(), ...(lost?.tools ?? [])];
		lost = {
			calls: (lost?.calls ?? 0) + strays.length,
			tools: [...new Set(names)].slice(0, mostTools),
			lastAt: clock.now(),
		};
		showUnattributed(lost);
	}

	function age(): void {
		for (const {account} of watchers.values()) if (account.state().traffic) account.seeCalls([]);
		cancelAging = clock.after(ageEveryMs, age);
	}

	for (const {account} of watchers.values()) if (account.state().traffic) startAging();
	function startAging(): void {
		cancelAging();
		cancelAging = clock.after(ageEveryMs, age);
	}

	return {
		observe(calls) {
			if (isClosed || calls.length === 0) return;
			if (flushedAt === Number.NEGATIVE_INFINITY) startAging();
			for (const call of calls) gathered.push(call);
			const waitMs = flushedAt + gatherMs - clock.ticks();
			if (waitMs <= 0 || gathered.length >= mostGathered) flush();
			else cancelFlush ??= clock.after(waitMs, flush);
		},
		close() {
			isClosed = true;
			cancelAging();
			if (cancelFlush) flush();
		},
	};
}

/** The attribution to the servers as they are now, made anew only when one of them has listed other tools. */
function followListings(watchers: ReadonlyMap<string, Watcher>): () => ReturnType<typeof createAttribution> {
	let known: readonly unknown[] = [];
	let attribute = createAttribution([]);
	return () => {
		const states = [...watchers.values()].map(({account}) => account.state());
		const listings = states.flatMap(({server, listing}) => [server, listing]);
		const isSame = known.length === listings.length && known.every((one, index) => one === listings[index]);
		if (isSame) return attribute;
		known = listings;
		attribute = createAttribution(
			states.map(
				({server, listing}): Attributable => ({
					server,
					tools: new Set(listing?.tools.map(({name}) => name)),
					ownName: listing?.serverInfo?.name ?? null,
				}),
			),
		);
		return attribute;
	};
}
