import type {Clock} from '../domain/ports.ts';
import {HttpError} from './http-error.ts';

/** No answer of a tools list is longer; what is, is cut off before it fills the memory. */
export const longestAnswerBytes = 10 * 1024 * 1024;

/** Called while a body goes by. Either may throw or be called no more than the stream lives. */
export interface BodyWatch {
	/** Some bytes came; what it throws ends the body. */
	bytes?(chunk: Uint8Array): void;
	/** The body ended: with null when all of it came, else with what broke it off. Called once. */
	ended?(error: unknown): void;
}

/** Passes a body on and tells what goes by. */
export function watchBody(body: Response['body'], watch: BodyWatch): ReadableStream<Uint8Array> {
	const reader = (body ?? new Response('').body!).getReader();
	return new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				const {done, value} = await reader.read();
				if (done) {
					controller.close();
					watch.ended?.(null);
					return;
				}
				watch.bytes?.(value);
				controller.enqueue(value);
			} catch (error) {
				controller.error(error);
				reader.cancel(error).catch(() => {});
				watch.ended?.(error);
			}
		},
		async cancel(reason) {
			watch.ended?.(null);
			await reader.cancel(reason);
		},
	});
}

/** The same answer with another body. */
export const withBody = ({status, headers}: Response, body: ReadableStream<Uint8Array>): Response =>
	new Response(body, {status, headers});

/** Reads a whole body as text. Rejects with `too_large` over the bound. */
export async function readText(response: Response, limitBytes = longestAnswerBytes): Promise<string> {
	if (!response.body) return '';
	const decoder = new TextDecoder();
	let text = '';
	let length = 0;
	const reader = response.body.getReader();
	for (;;) {
		const {done, value} = await reader.read();
		if (done) return text + decoder.decode();
		length += value.byteLength;
		if (length > limitBytes) {
			reader.cancel().catch(() => {});
			throw new HttpError({kind: 'too_large', limitBytes});
		}
		text += decoder.decode(value, {stream: true});
	}
}

/** How much of a body is wanted, and for how long it is waited for. */
export interface StartLimits {
	readonly length: number;
	readonly ms: number;
	/** True once the text says all that is asked of it. */
	isEnough?(text: string): boolean;
}

/** Reads the start of a body as text and lets go of the rest; takes what has come when the time is over. Never rejects. */
export async function readStart(response: Response, clock: Clock, limits: StartLimits): Promise<string> {
	const reader = response.body?.getReader();
	if (!reader) return '';
	const letGo = () => void reader.cancel().catch(() => {});
	const cancelTimer = clock.after(limits.ms, letGo);
	const decoder = new TextDecoder();
	let text = '';
	try {
		while (text.length < limits.length && !limits.isEnough?.(text)) {
			const {done, value} = await reader.read();
			if (done) break;
			text += decoder.decode(value, {stream: true});
		}
	} catch {
		// What broke the body off matters less than the status that came before it.
	}
	cancelTimer();
	letGo();
	return text.slice(0, limits.length);
}

/**
 * Bounds an event stream: a single event may not be longer than an answer. The stream as a whole may be as long as it
 * likes, for it stays open for weeks.
 */
export function createEventBound(limitBytes = longestAnswerBytes): (chunk: Uint8Array) => void {
	let heldBytes = 0;
	let last = Buffer.alloc(0);
	return chunk => {
		const bytes = Buffer.concat([last, chunk]);
		const end = endOfEvents(bytes);
		heldBytes = end > 0 ? bytes.byteLength - end : heldBytes + chunk.byteLength;
		if (heldBytes > limitBytes) throw new HttpError({kind: 'too_large', limitBytes});
		last = Buffer.from(bytes.subarray(Math.max(end, bytes.byteLength - longestMark + 1)));
	};
}

const marks = ['\n\n', '\r\n\r\n', '\r\r'];
const longestMark = 4;

/** Where the last blank line ends, which is what ends an event; 0 when there is none. */
function endOfEvents(bytes: Buffer): number {
	return Math.max(
		...marks.map(mark => bytes.lastIndexOf(mark)).map((at, index) => (at < 0 ? 0 : at + marks[index]!.length)),
	);
}
