import {afterEach} from 'vitest';
import {type HttpFixture, type HttpFixtureOptions, startHttpFixture} from '../../fixtures/http-server.mjs';
import type {Clock, Prober} from '../../source/domain/ports.ts';
import type {Failure, GoodCheck, ProbeResult} from '../../source/domain/probe-result.ts';
import type {HttpServer} from '../../source/domain/server.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createProberFactory} from '../../source/probe/prober.ts';
import {createLedger} from '../../source/probe/process-ledger.ts';
import {httpServer} from '../helpers/fleet.ts';

const started: {close(): Promise<void>}[] = [];

/** What a test starts ends with it, in the reverse order. */
export const endAfterTest = (close: () => Promise<void>): void => void started.push({close});

afterEach(async () => {
	for (const one of started.splice(0).reverse()) await one.close();
});

/** Starts the fixture for one test. */
export async function startFixture(options?: HttpFixtureOptions): Promise<HttpFixture> {
	const fixture = await startHttpFixture(options);
	endAfterTest(() => fixture.kill());
	return fixture;
}

/** A server at that address, with a deadline short enough to be waited for. */
export const serverAt = (url: string, changes: Partial<HttpServer> = {}): HttpServer =>
	httpServer('fixture', {url, timeoutMs: 2000, ...changes});

/** A real prober on real time, and what it said between checks. */
export interface Watched {
	readonly prober: Prober;
	readonly interruptions: readonly Failure[];
	check(): Promise<ProbeResult>;
	good(): Promise<GoodCheck>;
	failing(): Promise<Failure>;
}

export function watch(url: string, changes: Partial<HttpServer> = {}, clock: Clock = systemClock): Watched {
	const interruptions: Failure[] = [];
	const createProber = createProberFactory({clock, ledger: createLedger(null)});
	const prober = createProber(serverAt(url, changes), {
		interrupted: failure => interruptions.push(failure),
		toolsChanged() {},
		opened() {},
	});
	endAfterTest(() => prober.close());
	const check = () => prober.check(new AbortController().signal);
	return {
		prober,
		interruptions,
		check,
		async good() {
			const result = await check();
			if (result.ok) return result;
			throw new Error(`expected a good check: ${JSON.stringify(result.failure)}`);
		},
		async failing() {
			const result = await check();
			if (!result.ok) return result.failure;
			throw new Error('expected a failed check');
		},
	};
}
