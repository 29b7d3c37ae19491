import type {Fleet} from '../domain/fleet.ts';
import type {Monitor, Readable} from '../domain/ports.ts';
import {createSettable, type Settable} from '../domain/settable.ts';
import {type Call, type Caller, callOwner, type Refusal} from './call-owner.ts';
import {createFleetDraft} from './fleet-draft.ts';
import {createRequests, type Requests} from './requests.ts';
import {actionResult} from './shape-action.ts';
import {log, serverRecord, timelines} from './shape-history.ts';
import {noticeSilence} from './silence-notice.ts';

/** A monitor that another process runs. */
export interface Attachment {
	/** Once the connection is gone, its fleet stays as it was last seen. */
	readonly monitor: Monitor;
	readonly pid: number;
	/** Of the program that runs it. */
	readonly version: string;
	/** Settles when the monitor has ended, or this was closed. */
	readonly ended: Promise<void>;
	/** Hangs up. Closing twice does no harm. */
	close(): void;
}

const stateTimeoutMs = 10_000;
/** Monitors say something more often than that, even when nothing happens. */
const silenceMs = 30_000;

/**
 * Attaches to the monitor that owns a store; null when none does (any more), or the reason why that cannot be. Never
 * rejects.
 */
export function attach(store: string, caller: Caller): Promise<Attachment | Refusal | null> {
	return new Promise(resolve => {
		let take: ((message: object) => void) | null = null;
		const begin = (call: Call) => {
			take ??= follow(call, caller, resolve);
			return take;
		};
		void callOwner(store, caller, 'state', (message, call) => begin(call)(message)).then(call => {
			if (call === null || 'refused' in call) resolve(call);
			else begin(call);
		});
	});
}

/**
 * Follows what an owner says.
 * @param settle told once the whole fleet is here, or why that will not be; what it is told after that does not count.
 */
function follow(call: Call, {clock, version}: Caller, settle: (outcome: Attachment | Refusal | null) => void) {
	const {pid, ended, close} = call;
	const draft = createFleetDraft(pid);
	const requests = createRequests(clock, call.send);
	const silence = noticeSilence(clock, silenceMs, publish);
	const cancelDeadline = clock.after(stateTimeoutMs, () => giveUp('does not show its fleet: try again'));
	let fleet: Settable<Fleet> | null = null;
	function giveUp(why: string): void {
		settle({refused: `the running monitor (process ${pid}, LangSight ${call.version}) ${why}`});
		close();
	}
	function publish(): void {
		const drafted = draft.fleet();
		if (!drafted) return;
		const next = silence.isSilent() ? {...drafted, warnings: [...drafted.warnings, describeSilence(pid)]} : drafted;
		if (fleet) {
			fleet.set(next);
			return;
		}
		fleet = createSettable(next);
		cancelDeadline();
		settle({monitor: createMonitor(fleet, requests), pid, version: call.version, ended: hasEnded, close});
	}
	const hasEnded = ended.then(who => {
		silence.stop();
		requests.end();
		cancelDeadline();
		if (who === 'theirs') settle(null);
		else giveUp('does not speak as it should');
	});
	return (message: object): void => {
		silence.heard();
		if (!('patch' in message)) requests.take(message);
		else if (!draft.apply(message.patch)) giveUp(`says what this LangSight ${version} does not understand`);
		else if ('more' in message && message.more === true) return;
		else if (draft.fleet()) publish();
		else giveUp('shows only part of its fleet');
	};
}

const describeSilence = (pid: number): string =>
	`process ${pid}, which watches the fleet, has said nothing for ${silenceMs / 1000} s: what is shown may be old`;

const createMonitor = (fleet: Readable<Fleet>, {ask}: Requests): Monitor => ({
	fleet,
	act: action => ask({act: action}, actionResult, reason => ({ok: false, message: reason})),
	log: server => ask({log: server}, log, () => []),
	record: server => ask({record: server}, serverRecord, () => null),
	timelines: (window, cells) => ask({timelines: {window, cells}}, timelines, () => new Map()),
});
