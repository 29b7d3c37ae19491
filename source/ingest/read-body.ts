import type {Readable} from 'node:stream';
import {createGunzip} from 'node:zlib';
import type {Clock} from '../domain/ports.ts';
import type {Budget} from './budget.ts';

/** No request is larger, before and after it is unpacked, bytes. */
export const longestBody = 16 * 1024 * 1024;
/** Whoever sends slower than that is not waited for. */
const deadlineMs = 15_000;

/** Why a body was not read. */
export type BodyProblem = 'too_large' | 'busy' | 'slow' | 'broken';
export type Body = {readonly ok: true; readonly bytes: Buffer} | {readonly ok: false; readonly problem: BodyProblem};

/** What every reading of a body needs. */
export interface BodyParts {
	readonly clock: Clock;
	readonly budget: Budget;
}

/**
 * Reads a body whole. What it holds counts against the budget until `release` is called, which must be. Never rejects.
 * @param mostBytes beyond it the body is too large
 */
export function readBody(
	stream: Readable,
	mostBytes: number,
	{clock, budget}: BodyParts,
): Promise<{readonly body: Body; readonly release: () => void}> {
	return new Promise(resolve => {
		const chunks: Buffer[] = [];
		let length = 0;
		const cancel = clock.after(deadlineMs, () => settle({ok: false, problem: 'slow'}));
		let isSettled = false;
		function settle(body: Body): void {
			if (isSettled) return;
			isSettled = true;
			cancel();
			stream.off('data', take);
			// What may still come is let go by.
			if (!body.ok) chunks.length = 0;
			const held = length;
			length = 0;
			let isHeld = true;
			resolve({
				body,
				release() {
					if (isHeld) budget.giveBack(held);
					isHeld = false;
				},
			});
		}
		function take(chunk: Buffer): void {
			if (length + chunk.length > mostBytes) settle({ok: false, problem: 'too_large'});
			else if (!budget.hold(chunk.length)) settle({ok: false, problem: 'busy'});
			else {
				length += chunk.length;
				chunks.push(chunk);
			}
		}
		stream.on('data', take);
		stream.once('end', () => settle({ok: true, bytes: Buffer.concat(chunks)}));
		stream.on('error', () => settle({ok: false, problem: 'broken'}));
		stream.once('aborted', () => settle({ok: false, problem: 'broken'}));
		stream.once('close', () => settle({ok: false, problem: 'broken'}));
	});
}

/** Unpacks what gzip packed, and stops where that becomes too large: a small body can hold a very large one. */
export async function unpack(packed: Buffer, parts: BodyParts): ReturnType<typeof readBody> {
	const gunzip = createGunzip();
	const reading = readBody(gunzip, longestBody, parts);
	gunzip.end(packed);
	const read = await reading;
	gunzip.destroy();
	return read;
}
