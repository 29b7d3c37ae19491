// One server's life as the monitor tells it to the store.
import {type Health, nextHealth, unknownHealth} from '../source/domain/health.ts';
import type {Incident} from '../source/domain/incident.ts';
import {nextIncidents} from '../source/domain/incident-rules.ts';
import type {History} from '../source/domain/ports.ts';
import {type SchemaRecord, takeSnapshot} from '../source/domain/snapshot.ts';
import {failure, listingOf, tool, unknownState, usualLimits} from '../test/helpers/fleet.ts';

/** Makes the next check. */
export type Play = (history: Pick<History, 'append' | 'keep'>, server: string, at: number) => void;

/**
 * A server with 12 tools and latencies that are spread lognormally around 20 to 200 ms. Every fourth one is in trouble
 * now and then: outages of minutes, some a day.
 */
export function createPlay(seed: number): Play {
	const random = createRandom(seed + 1);
	const medianMs = 20 + 180 * random();
	const isTroubled = seed % 4 === 3;
	const unknown = unknownState('server');
	let health: Health = unknownHealth;
	let incidents: readonly Incident[] = [];
	let outUntil = 0;
	let schema: SchemaRecord | null = null;
	return (history, server, at) => {
		schema ??= {baseline: snapshot(at), drifted: null, changedAt: null};
		if (isTroubled && random() < 0.001) outUntil = at + 600_000 * random();
		const isGood = at >= outUntil && random() > 0.0005;
		const latencyMs = medianMs * Math.exp(0.4 * normal(random));
		history.append(server, {
			at,
			latencyMs: isGood ? latencyMs : null,
			category: isGood ? null : 'timeout',
			counted: isGood,
		});
		const outcome = isGood
			? {verdict: 'good' as const, at, latencyMs}
			: {verdict: 'failed' as const, at, failure: failure({category: 'timeout', message: 'no answer within 5s'})};
		const before = incidents;
		health = nextHealth(health, outcome, usualLimits, {hasBreakingDrift: false});
		incidents = nextIncidents(incidents, {...unknown, health, incidents, at});
		history.keep(server, {health, schema, incidents}, incidents !== before);
	};
}

const snapshot = (at: number) =>
	takeSnapshot(listingOf(Array.from({length: 12}, (_none, index) => tool(`tool_${index}`))), at, () => 'c0ffee');

/** Park and Miller's generator: the same life in every run. */
function createRandom(seed: number): () => number {
	let state = (seed * 48_271) % 2_147_483_647;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

const normal = (random: () => number): number =>
	Math.sqrt(-2 * Math.log(random() || 1e-9)) * Math.cos(2 * Math.PI * random());
