import type {Alert} from '../../source/domain/alert.ts';
import {describeGroup} from '../../source/domain/alert-groups.ts';
import type {Channel, WebhookChannel} from '../../source/domain/channel.ts';
import type {Fleet} from '../../source/domain/fleet.ts';
import {emptyOutbox, type Outbox} from '../../source/domain/outbox.ts';
import type {Answer, Clock, OutgoingRequest, SendRequest} from '../../source/domain/ports.ts';
import {startNotifier} from '../../source/notify/notifier.ts';
import type {SenderTools} from '../../source/notify/sender.ts';
import {renderAlertLine} from '../../source/report/alert-line.ts';
import {alertOf, createSettable, fleetOf, noon, type Settable, upState} from '../helpers/fleet.ts';

export const everything = {events: null, minSeverity: null, tags: []};

export const webhook = (changes: Partial<WebhookChannel> = {}): WebhookChannel => ({
	type: 'webhook',
	name: 'hook',
	isEnabled: true,
	filter: everything,
	problem: null,
	url: 'https://hooks.example.com/secret-path',
	headers: {},
	secret: null,
	tls: null,
	proxy: null,
	...changes,
});

export const answered = (status: number, changes: Partial<Extract<Answer, {hasStatus: true}>> = {}): Answer => ({
	hasStatus: true,
	status,
	retryAfterMs: null,
	text: '',
	...changes,
});

/** Tools that send nothing but to `sendRequest`. */
export const toolsWith = (clock: Clock, sendRequest: SendRequest, changes: Partial<SenderTools> = {}): SenderTools => ({
	clock,
	sendRequest,
	runProgram: async () => ({code: 0, message: 'exit code 0'}),
	log: null,
	about: {fleet: 'prod', host: 'oncall-1', version: '1.2.3', isTest: false},
	fleetSize: () => 35,
	wordGroup: describeGroup,
	...changes,
});

/** A notifier over a fleet whose alerts the test raises. */
export interface NotifierRig {
	readonly fleet: Settable<Fleet>;
	/** What is kept; outlives the notifier. */
	readonly kept: {outbox: Outbox};
	readonly warnings: ReadonlyMap<string, string>;
	readonly requests: readonly OutgoingRequest[];
	readonly printed: readonly string[];
	raise(...alerts: readonly Alert[]): void;
	/** Starts a notifier, as a new process does. */
	start(channels?: readonly Channel[]): {close(): Promise<void>};
}

export interface RigOptions {
	readonly clock: Clock;
	readonly answer?: SendRequest;
	readonly sendRequest?: SendRequest;
	readonly tools?: Partial<SenderTools>;
	readonly isJson?: boolean;
	readonly random?: () => number;
}

export function createNotifierRig({clock, answer, sendRequest, tools, isJson, random}: RigOptions): NotifierRig {
	const fleet = createSettable(fleetOf([upState('redis-mcp'), upState('github-mcp')]));
	const kept = {outbox: emptyOutbox};
	const warnings = new Map<string, string>();
	const requests: OutgoingRequest[] = [];
	const printed: string[] = [];
	const send: SendRequest = async (request, signal) => {
		requests.push(request);
		return (await answer?.(request, signal)) ?? answered(200);
	};
	return {
		fleet,
		kept,
		warnings,
		requests,
		printed,
		raise(...alerts) {
			for (const alert of alerts) {
				const current = fleet.getSnapshot();
				fleet.set({...current, alerts: [alert, ...current.alerts]});
			}
		},
		start: (channels = [webhook()]) =>
			startNotifier({
				channels,
				fleet,
				history: {
					outbox: () => kept.outbox,
					keepOutbox(next) {
						// As a disk does: what comes back is equal, not the same.
						kept.outbox = structuredClone(next);
					},
				},
				clock,
				random: random ?? (() => 1),
				tools: toolsWith(clock, sendRequest ?? send, {
					log: {write: text => void printed.push(text), isJson: isJson ?? false, renderLine: renderAlertLine},
					...tools,
				}),
				warn(about, trouble) {
					if (trouble === null) warnings.delete(about);
					else warnings.set(about, trouble);
				},
			}),
	};
}

/** Alerts with ids that rise: `opened('redis-mcp', 1)`. */
export const opened = (server: string, number: number, changes: Partial<Alert> = {}): Alert =>
	alertOf(server, {id: `id-${String(number).padStart(4, '0')}`, at: noon + number, ...changes});

export const closed = (server: string, number: number, changes: Partial<Alert> = {}): Alert =>
	opened(server, number, {
		kind: 'recovery',
		about: 'down',
		severity: 'info',
		phase: 'closed',
		message: 'up again after 4m down',
		...changes,
	});

/** Ids in the order in which they were sent. */
export const idsOf = (requests: readonly OutgoingRequest[]): readonly string[] =>
	requests.map(({body}) => JSON.parse(body ?? '{}').id);
