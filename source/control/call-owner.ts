import {createConnection, type Socket} from 'node:net';
import {isObject} from '../domain/json.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Clock} from '../domain/ports.ts';
import {isDead} from './door.ts';
import {describeMisfit, nameOwner} from './misfit.ts';
import {
	greeting,
	type Hello,
	hello,
	longestAnswer,
	longestRequest,
	parseJson,
	protocolVersion,
	refused,
} from './protocol.ts';
import {readLines} from './read-lines.ts';
import {newestSocket} from './socket-folder.ts';

/** Who calls. `version` is the program's. */
export interface Caller {
	readonly clock: Clock;
	readonly version: string;
}

/** An open connection to the monitor that owns a store. */
export interface Call {
	readonly pid: number;
	readonly version: string;
	/** False for what is too long to be sent, or when the connection is gone. */
	send(message: object): boolean;
	/** Settles when the connection is gone: ended by the owner, or by us. */
	readonly ended: Promise<'theirs' | 'ours'>;
	close(): void;
}

type Take = (message: object, call: Call) => void;

/** Why there is no call, in one line fit to be shown. */
export interface Refusal {
	readonly refused: string;
}

const helloTimeoutMs = 10_000;
/** Owners that may end between our looking and our calling. */
const mostTries = 5;

/**
 * Calls the monitor that owns a store and shakes hands with it; null when none does. Never rejects.
 * @param take gets what the owner says after that, JSON objects only. May be called before this settles.
 */
export async function callOwner(
	store: string,
	caller: Caller,
	wants: NonNullable<Hello['wants']>,
	take: Take,
): Promise<Call | Refusal | null> {
	let dead: string | null = null;
	for (let tries = 0; tries < mostTries; tries++) {
		const path = await newestSocket(store);
		if (path === null || path === dead) return null;
		const found = await shakeHands(path, caller, wants, take);
		if (found !== 'dead' && found !== 'left') return found;
		dead = found === 'dead' ? path : null;
	}
	return {refused: 'the running monitor hangs up: too many may have called it, try again'};
}

type Outcome = Call | Refusal | 'dead' | 'left';

function shakeHands(path: string, caller: Caller, wants: Hello['wants'], take: Take): Promise<Outcome> {
	return new Promise(resolve => {
		const us: Hello = {protocol: protocolVersion, version: caller.version, pid: process.pid, wants};
		const socket = createConnection(path);
		const ended = whoEnds(socket);
		let greeted: Greeted | null = null;
		let call: Call | null = null;
		const cancel = caller.clock.after(helloTimeoutMs, () => settle({refused: describeSilence(greeted?.pid ?? null)}));
		function settle(outcome: Outcome): void {
			cancel();
			if (outcome !== call) socket.destroy();
			resolve(outcome);
		}
		socket.on('error', error => settle(isDead(error) ? 'dead' : 'left'));
		socket.on('close', () => settle(greeted ? (misfitOf(greeted, us) ?? 'left') : 'left'));
		readLines(socket, longestAnswer, line => {
			const message = parseJson(line);
			if (call) {
				if (isObject(message)) take(message, call);
				else call.close();
			} else if (greeted) {
				const owner = readHello(message, us);
				if (!('refused' in owner)) call = createCall(socket, {...owner, pid: greeted.pid}, ended);
				settle(call ?? (owner as Refusal));
			} else {
				const read = readGreeting(message);
				if ('refused' in read) settle(read);
				else greeted = read;
			}
		});
		socket.write(`${JSON.stringify({hello: us})}\n`);
	});
}

interface Greeted {
	readonly pid: number;
	readonly protocol: number;
}

function readGreeting(message: unknown): Greeted | Refusal {
	const read = greeting.safeParse(message);
	return read.success ? {pid: read.data.pid, protocol: read.data.langsight} : {refused: stranger};
}

function readHello(message: unknown, us: Hello): {readonly version: string} | Refusal {
	const sentAway = refused.safeParse(message);
	if (sentAway.success) return {refused: plainText(sentAway.data.refused)};
	const read = hello.safeParse(message);
	if (!read.success) return {refused: stranger};
	return misfitOf(read.data.hello, us) ?? {version: plainText(read.data.hello.version)};
}

/** Null where both speak the same protocol. */
const misfitOf = (owner: Pick<Hello, 'pid' | 'protocol'> & {readonly version?: string}, us: Hello): Refusal | null =>
	owner.protocol === us.protocol ? null : {refused: describeMisfit(owner, us)};

function whoEnds(socket: Socket): Call['ended'] {
	let who: 'theirs' | 'ours' = 'ours';
	for (const sign of ['end', 'error']) {
		socket.on(sign, () => {
			who = 'theirs';
		});
	}
	return new Promise(resolve => socket.on('close', () => resolve(who)));
}

function createCall(socket: Socket, owner: Pick<Call, 'pid' | 'version'>, ended: Call['ended']): Call {
	return {
		...owner,
		ended,
		send(message) {
			const text = JSON.stringify(message);
			if (socket.destroyed || text.length > longestRequest) return false;
			socket.write(`${text}\n`);
			return true;
		},
		close: () => void socket.destroy(),
	};
}

const describeSilence = (pid: number | null): string =>
	`${nameOwner(pid)} does not answer: it may be starting, stopped or busy; try again, or end it`;

const stranger = 'what listens at the socket of the store does not speak as a LangSight monitor does';
