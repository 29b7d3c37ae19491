import type {CreateProber, Prober, ProberEvents} from '../../source/domain/ports.ts';
import type {FailedCheck, Failure, GoodCheck, ProbeResult, Tool} from '../../source/domain/probe-result.ts';
import type {Server} from '../../source/domain/server.ts';
import type {FakeClock} from './clock.ts';
import {failure, listingOf, tool} from './fleet.ts';

/** What a scripted check shows, and how long it takes. */
export type Step =
	| {
			readonly ok: true;
			readonly tools?: readonly (string | Tool)[];
			readonly latencyMs?: number;
			readonly takesMs?: number;
			/** What else the check shows. */
			readonly extras?: Partial<Pick<GoodCheck, 'calls' | 'fresh' | 'notes' | 'reinitialised'>>;
	  }
	| {
			readonly ok: false;
			readonly failure?: Partial<Failure>;
			readonly takesMs?: number;
			readonly fresh?: FailedCheck['fresh'];
	  }
	/** Never answers; settles only when it is aborted or closed. */
	| 'hangs';

export const good = (changes: Partial<Extract<Step, {ok: true}>> = {}): Step => ({ok: true, ...changes});
export const bad = (changes: Partial<Failure> = {}): Step => ({ok: false, failure: changes});
export const crash: Partial<Failure> = {category: 'process_exited', message: 'exited with code 1'};

/** One server's prober, as a test sees it. */
export interface FakeProber extends Prober {
	readonly events: ProberEvents;
	/** When each check began, in ticks of the clock. */
	readonly began: readonly number[];
	/** Checks under way now, and the most there have ever been. */
	readonly running: number;
	readonly mostAtOnce: number;
	readonly isClosed: boolean;
	/** What the next checks show; the last one goes on for ever. */
	script(...steps: readonly Step[]): void;
	/** The child exits, or the stream closes. */
	interrupt(changes?: Partial<Failure>): void;
}

/** Probers that follow a script in place of servers. */
export interface FakeProbers {
	readonly create: CreateProber;
	get(name: string): FakeProber;
	/** What the checks of servers that are still to come show; before they are watched. */
	scriptAll(...steps: readonly Step[]): void;
	/** The same for one server. */
	scriptFor(name: string, ...steps: readonly Step[]): void;
	/** Checks under way in the whole fleet. */
	running(): number;
}

export function createFakeProbers(clock: FakeClock): FakeProbers {
	const probers = new Map<string, FakeProber>();
	const own = new Map<string, readonly Step[]>();
	let common: readonly Step[] = [good()];

	function create(server: Server, events: ProberEvents): FakeProber {
		const began: number[] = [];
		const closing = new AbortController();
		let steps = [...(own.get(server.name) ?? common)];
		let running = 0;
		let mostAtOnce = 0;
		let isOpen = false;

		async function check(signal: AbortSignal): Promise<ProbeResult> {
			const at = clock.now();
			began.push(clock.ticks());
			running++;
			mostAtOnce = Math.max(mostAtOnce, running);
			const step = (steps.length > 1 ? steps.shift() : steps[0]) ?? good();
			const takesMs = step === 'hangs' ? Number.POSITIVE_INFINITY : (step.takesMs ?? 0);
			const isGivenUp = !(await passed(clock, takesMs, [signal, closing.signal]));
			running--;
			const connectMs = isOpen ? null : 5;
			isOpen = step !== 'hangs' && step.ok && !isGivenUp;
			if (step === 'hangs' || isGivenUp || !step.ok) {
				const changes = step === 'hangs' || step.ok ? {category: 'timeout' as const} : step.failure;
				const fresh = step !== 'hangs' && !step.ok ? step.fresh : undefined;
				return {ok: false, at, connectMs, notes: [], failure: failure(changes), ...(fresh && {fresh})};
			}
			const listing = listingOf((step.tools ?? ['read_file']).map(one => (typeof one === 'string' ? tool(one) : one)));
			const latencyMs = step.latencyMs ?? 40;
			return {ok: true, at, connectMs, notes: [], reinitialised: false, latencyMs, listing, ...step.extras};
		}

		const prober: FakeProber = {
			events,
			began,
			check,
			get isOpen() {
				return isOpen;
			},
			get running() {
				return running;
			},
			get mostAtOnce() {
				return mostAtOnce;
			},
			get isClosed() {
				return closing.signal.aborted;
			},
			script(...next) {
				steps = [...next];
			},
			interrupt(changes = crash) {
				isOpen = false;
				events.interrupted(failure(changes), clock.now());
			},
			async close() {
				closing.abort();
			},
			log: () => [],
		};
		probers.set(server.name, prober);
		return prober;
	}

	return {
		create,
		get(name) {
			const prober = probers.get(name);
			if (!prober) throw new Error(`no prober was made for ${name}`);
			return prober;
		},
		scriptAll(...steps) {
			common = steps;
		},
		scriptFor: (name, ...steps) => void own.set(name, steps),
		running: () => [...probers.values()].reduce((sum, prober) => sum + prober.running, 0),
	};
}

/** Waits for the time to pass; false when a signal came first. */
function passed(clock: FakeClock, ms: number, signals: readonly AbortSignal[]): Promise<boolean> {
	if (signals.some(signal => signal.aborted)) return Promise.resolve(false);
	if (ms === 0) return Promise.resolve(true);
	return new Promise(resolve => {
		const cancel = Number.isFinite(ms) ? clock.after(ms, () => resolve(true)) : () => {};
		for (const signal of signals) {
			signal.addEventListener(
				'abort',
				() => {
					cancel();
					resolve(false);
				},
				{once: true},
			);
		}
	});
}
