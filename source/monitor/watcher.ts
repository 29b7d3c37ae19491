import type {Cancel, Clock, CreateProber, Past} from '../domain/ports.ts';
import type {Server} from '../domain/server.ts';
import {type Account, type AccountParts, createAccount} from './account.ts';
import {createHaste} from './haste.ts';
import {nextDelayMs} from './pace.ts';
import {isWatched} from './server-state.ts';
import type {Slots} from './slots.ts';

/** What every watcher shares. */
export interface WatcherParts extends AccountParts {
	readonly clock: Clock;
	readonly createProber: CreateProber;
	readonly random: () => number;
	/** Pause between the quick tries that confirm a change, as it is configured now. */
	readonly confirmIntervalMs: () => number;
	/** Bounds new processes, and new connections. */
	readonly slots: {readonly stdio: Slots; readonly http: Slots};
	/** No check begins by itself. */
	readonly isPaused: () => boolean;
}

/** Watches one server for as long as the monitor runs: one check at a time, each at its due time. */
export interface Watcher {
	readonly account: Account;
	start(): void;
	/** Checks at once, or right after the check that is under way: a person asks for it, so a pause does not matter. */
	checkNow(): void;
	/** Checks soon, out of turn, unless that has been done too often of late or the fleet is paused. */
	hurry(): void;
	/** Begins no more checks; the one that is under way goes on. */
	pause(): void;
	/** Goes on with a check at once. */
	resume(): void;
	/** Notices that the checks have not been coming: the machine slept. */
	noticeLapse(): void;
	log(): readonly string[];
	stop(): Promise<void>;
}

export function createWatcher(server: Server, past: Past | undefined, parts: WatcherParts): Watcher {
	const {clock} = parts;
	const stopping = new AbortController();
	const account = createAccount(server, past, parts);
	let checks = 0;
	let dueAt = clock.now();
	let cancelTimer: Cancel = () => {};
	let giveBack: Cancel = () => {};
	let running: Promise<void> | null = null;
	/** What is to follow the check that is under way. */
	let nudge: 'none' | 'due' | 'asked' = 'none';
	const haste = createHaste(clock);

	const prober = parts.createProber(server, {
		interrupted: (failure, at) => {
			if (running || stopping.signal.aborted) return;
			account.drop(failure, at);
			schedule(haste.allows() ? 0 : nextDelayMs(pace()));
		},
		toolsChanged: () => {
			if (!parts.isPaused() && haste.allows()) hurry('due');
		},
		opened: () => giveBack(),
	});

	function schedule(delayMs: number, isAsked = false): void {
		cancelTimer();
		if (stopping.signal.aborted) return;
		dueAt = clock.now() + delayMs;
		if (parts.isPaused() && !isAsked) return;
		cancelTimer = clock.after(delayMs, () => {
			running = check(isAsked).finally(() => {
				running = null;
			});
		});
	}

	async function check(isAsked: boolean): Promise<void> {
		account.begin();
		const slots = server.transport === 'stdio' ? parts.slots.stdio : parts.slots.http;
		giveBack = prober.isOpen ? () => {} : await slots.take(stopping.signal);
		if (stopping.signal.aborted) return giveBack();
		if (parts.isPaused() && !isAsked && nudge !== 'asked') {
			giveBack();
			return account.giveUp();
		}
		const result = await prober.check(stopping.signal).finally(giveBack);
		if (stopping.signal.aborted) return;
		checks++;
		account.learn(result);
		const isNudged = nudge !== 'none';
		schedule(isNudged ? 0 : nextDelayMs(pace()), nudge === 'asked');
		nudge = 'none';
	}

	const pace = () => ({
		health: account.state().health,
		server,
		checks,
		confirmIntervalMs: parts.confirmIntervalMs(),
		hasUnconfirmedDrift: account.isUnsure(),
		random: parts.random(),
		mayHurry: haste.allows,
	});

	function hurry(why: 'due' | 'asked'): void {
		if (!isWatched(server)) return;
		if (!running) schedule(0, why === 'asked');
		else if (nudge !== 'asked') nudge = why;
	}

	return {
		account,
		start: () => hurry('due'),
		checkNow: () => hurry('asked'),
		hurry() {
			if (!parts.isPaused() && haste.allows()) hurry('due');
		},
		pause: () => cancelTimer(),
		resume() {
			// As after a start: the first round comes at once, the second spreads the fleet over the interval.
			checks = 0;
			hurry('due');
		},
		noticeLapse() {
			const isOverdue = clock.now() - dueAt >= 2 * server.intervalMs;
			if (parts.isPaused() || !isWatched(server) || !isOverdue || running) return;
			account.lapse(dueAt);
			schedule(0);
		},
		log: () => prober.log(),
		async stop() {
			stopping.abort();
			cancelTimer();
			await Promise.all([running, prober.close()]);
		},
	};
}
