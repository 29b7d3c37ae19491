import type {Alert} from '../domain/alert.ts';
import type {Telling} from '../domain/outbox.ts';
import type {Answer, Clock, RunProgram, SendRequest} from '../domain/ports.ts';

/** What came of one try. `reason` is foreign and may repeat what was sent: see `concealIn`. */
export type Delivery =
	| {readonly isDelivered: true}
	| {
			readonly isDelivered: false;
			/** Trying again will not help. */
			readonly isPermanent: boolean;
			readonly reason: string;
			/** How long the other side asks to be left alone, ms; null where it does not. */
			readonly retryAfterMs: number | null;
	  };

/** Tells alerts over one channel. */
export interface Sender {
	/** How long alerts are held back, so that those with one cause are worded as one, ms. */
	readonly holdMs: number;
	/** Tells these as one: they have one cause, or there is one only. Oldest first, never empty. Never rejects. */
	send(tellings: readonly Telling[], signal: AbortSignal): Promise<Delivery>;
	/** Says of troubles that they go on, where the other side takes silence for their end. */
	readonly renewal?: {
		readonly everyMs: number;
		send(told: readonly Alert[], signal: AbortSignal): Promise<Delivery>;
	};
}

/** What senders work with. */
export interface SenderTools {
	readonly clock: Clock;
	readonly sendRequest: SendRequest;
	readonly runProgram: RunProgram;
	/** Where lines go; null where a screen shows the alerts. */
	readonly log: AlertLog | null;
	readonly about: About;
	/** How many servers are watched now. */
	readonly fleetSize: () => number;
	/** One line for alerts that have one cause, without their end: `12 of 35 servers down, all on mcp.internal`. */
	readonly wordGroup: WordGroup;
}

export type WordGroup = (alerts: readonly Alert[], fleetSize: number) => string;

/** Where a monitor without a screen prints its alerts. */
export interface AlertLog {
	/** Takes whole lines. */
	write(text: string): void;
	/** Lines of JSON instead of text. */
	readonly isJson: boolean;
	/** One alert in one line of text. */
	renderLine(alert: Alert): string;
}

/** Who tells. */
export interface About {
	readonly fleet: string;
	readonly host: string;
	/** Of this program. */
	readonly version: string;
	/** What is told is made up, to try the channel. */
	readonly isTest: boolean;
}

/** So long may one try take. */
export const tryMs = 10_000;

export const delivery: Delivery = {isDelivered: true};

/** What an answer means: 408, 425, 429 and 5xx pass (RFC 9110 §15, RFC 6585 §4, RFC 8470 §5.2), other refusals do not. */
export function judgeAnswer(answer: Answer): Delivery {
	if (!answer.hasStatus) {
		const {message, hint, category} = answer.failure;
		const reason = hint && category !== 'connection_refused' ? `${message} (${hint})` : message;
		return {isDelivered: false, isPermanent: false, reason, retryAfterMs: null};
	}
	const {status, retryAfterMs, text} = answer;
	if (status >= 200 && status < 300) return delivery;
	const isPassing = status >= 500 || status === 408 || status === 425 || status === 429;
	const isRedirect = status >= 300 && status < 400;
	const said = isRedirect ? 'redirects are not followed: put the new address into the config' : text.trim();
	return {
		isDelivered: false,
		isPermanent: !isPassing,
		reason: said ? `HTTP ${status}: ${said}` : `HTTP ${status}`,
		retryAfterMs: isPassing ? retryAfterMs : null,
	};
}
