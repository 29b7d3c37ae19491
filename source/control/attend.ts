import type {Socket} from 'node:net';
import type {Fleet} from '../domain/fleet.ts';
import {isObject} from '../domain/json.ts';
import type {Cancel, Clock, Monitor} from '../domain/ports.ts';
import type {Upkeep} from '../domain/upkeep.ts';
import {answerRequest} from './answer-request.ts';
import {describeMisfit} from './misfit.ts';
import {type Hello, hello, longestAnswer, longestRequest, parseJson} from './protocol.ts';
import {readLines} from './read-lines.ts';

/** What a visitor is attended with. */
export interface Host {
	readonly clock: Clock;
	readonly monitor: Monitor;
	/** Null where the process takes no orders over the socket. */
	readonly upkeep: Upkeep | null;
	/** What we say of ourselves. */
	readonly us: Hello;
	/** Takes in a screen; why not, when it cannot. */
	admit(screen: Screen): string | null;
	/** A screen that was behind can take more. */
	wake(): void;
	/** The lines that make one fleet into another. */
	diff(before: Fleet | null, next: Fleet): readonly string[];
	closed(client: Client): void;
}

/** Somebody at the door. */
export interface Client {
	/** Ends the connection once what was said is out, in bounded time. */
	close(): Promise<void>;
}

/** A client that is shown the fleet. */
export interface Screen extends Client {
	/** Brings it up to date; leaves it as it is while it has not taken what it was sent before. */
	show(fleet: Fleet): void;
	/** Says that we are there. */
	beat(): void;
}

const helloTimeoutMs = 5000;
const idleTimeoutMs = 30_000;
const closingTimeoutMs = 1000;
/** Whoever takes nothing for so long is dropped. */
const stallTimeoutMs = 20_000;
/** No more than this waits for one client, in bytes. */
const mostWaiting = 2 * longestAnswer;
const mostAtOnce = 16;

/** Attends to one visitor, from its `hello` to its end. */
export function attend(visitor: Socket, host: Host): Client {
	const {clock, us} = host;
	const cancelHello = clock.after(helloTimeoutMs, () => visitor.destroy());
	let cancelStall: Cancel | null = null;
	let cancelClosing: Cancel | null = null;
	let isWelcome = false;
	let underWay = 0;
	let shown: Fleet | null = null;

	function write(text: string): void {
		if (!visitor.writable) return;
		const isTaken = visitor.write(`${text}\n`);
		if (visitor.writableLength > mostWaiting) visitor.destroy();
		else if (!isTaken) cancelStall ??= clock.after(stallTimeoutMs, () => visitor.destroy());
	}
	visitor.on('drain', () => {
		cancelStall?.();
		cancelStall = null;
		host.wake();
	});
	const closed = new Promise<void>(resolve => {
		visitor.on('close', () => {
			for (const cancel of [cancelHello, cancelStall, cancelClosing]) cancel?.();
			host.closed(screen);
			resolve();
		});
	});
	const screen: Screen = {
		show(fleet) {
			if (shown === fleet || visitor.writableNeedDrain) return;
			for (const line of host.diff(shown, fleet)) write(line);
			shown = fleet;
		},
		beat: () => (visitor.writableNeedDrain ? undefined : write('{"beat":true}')),
		close() {
			cancelClosing ??= clock.after(closingTimeoutMs, () => visitor.destroy());
			if (underWay === 0) visitor.end();
			return closed;
		},
	};

	function meet(message: unknown): void {
		cancelHello();
		const read = hello.safeParse(message);
		if (!read.success) return void visitor.destroy();
		const them = read.data.hello;
		const isFit = them.protocol === us.protocol;
		const problem = isFit ? (them.wants === 'state' ? host.admit(screen) : null) : describeMisfit(us, them);
		// Programs that do not fit learn it from each other's version.
		if (!isFit || problem === null) write(JSON.stringify({hello: us}));
		if (problem !== null) {
			write(JSON.stringify({refused: problem}));
			void screen.close();
			return;
		}
		isWelcome = true;
		if (them.wants !== 'state') visitor.setTimeout(idleTimeoutMs, () => visitor.destroy());
		else screen.show(host.monitor.fleet.getSnapshot());
	}
	async function serve(message: object): Promise<void> {
		underWay++;
		const text = await answerRequest(host.monitor, host.upkeep, message, underWay > mostAtOnce);
		underWay--;
		if (text !== null) write(text);
		if (cancelClosing && underWay === 0) visitor.end();
	}
	readLines(visitor, longestRequest, line => {
		const message = parseJson(line);
		if (!isObject(message)) visitor.destroy();
		else if (isWelcome) void serve(message);
		else if (cancelClosing === null) meet(message);
	});
	return screen;
}
