import {type ChildProcess, spawn} from 'node:child_process';
import {mkdtemp, realpath, rm} from 'node:fs/promises';
import {createConnection, type Socket} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {vi} from 'vitest';
import {type Attachment, attach} from '../../source/control/attach.ts';
import {claimStore} from '../../source/control/ownership.ts';
import {protocolVersion} from '../../source/control/protocol.ts';
import {serveMonitor} from '../../source/control/serve-monitor.ts';
import {newestSocket} from '../../source/control/socket-folder.ts';
import type {Fleet} from '../../source/domain/fleet.ts';
import type {Clock, Monitor} from '../../source/domain/ports.ts';
import type {Upkeep} from '../../source/domain/upkeep.ts';
import {systemClock} from '../../source/monitor/system-clock.ts';
import {createStillMonitor, type StillMonitor} from '../helpers/fleet.ts';

/** Where owners and screens of one test meet; everything on it ends with `clear`. */
export function createStage() {
	const endings: (() => unknown)[] = [];
	const stage = {
		/** A store that nobody owns yet. */
		async store(): Promise<string> {
			const folder = await realpath(await mkdtemp(join(tmpdir(), 'ls-c-')));
			endings.push(() => rm(folder, {recursive: true, force: true}));
			return join(folder, 'store');
		},
		/** Owns a store and serves that fleet, within this process. */
		async own(
			store: string,
			fleet: Fleet,
			{
				clock = systemClock,
				make = createStillMonitor,
				upkeep = null,
			}: {clock?: Clock; make?: (fleet: Fleet) => StillMonitor; upkeep?: Upkeep | null} = {},
		) {
			const claim = await claimStore(store);
			if (!claim.isOwner) throw new Error('the store has an owner');
			const monitor = make(fleet);
			const served = serveMonitor(claim, monitor, {clock, version: '0.2.0', pid: process.pid, upkeep});
			const {release} = claim;
			const end = async () => {
				await served.close();
				await release();
			};
			endings.push(end);
			return {monitor, served, release, end};
		},
		async attach(store: string, clock: Clock = systemClock): Promise<Attachment> {
			const found = await attach(store, {clock, version: '0.2.0'});
			if (found === null || 'refused' in found) throw new Error(`not attached: ${found?.refused ?? 'nobody is there'}`);
			endings.push(found.close);
			return found;
		},
		/** Connects to the owner's socket as anybody could. */
		async knock(store: string): Promise<Visitor> {
			const visitor = createVisitor(createConnection((await newestSocket(store)) ?? 'nowhere'));
			endings.push(() => visitor.socket.destroy());
			return visitor;
		},
		/** Runs TypeScript that imports from the root of this project in a process of its own. */
		async run(code: string, ...args: readonly string[]): Promise<ChildProcess> {
			const program = join(await stage.store(), 'program.mjs');
			await build({
				stdin: {contents: code, resolveDir: fileURLToPath(new URL('../../', import.meta.url)), loader: 'ts'},
				bundle: true,
				platform: 'node',
				format: 'esm',
				outfile: program,
			});
			const child = spawn(process.execPath, [program, ...args], {stdio: ['pipe', 'pipe', 'inherit']});
			endings.push(() => child.kill('SIGKILL'));
			return child;
		},
		async clear(): Promise<void> {
			for (const end of endings.splice(0).reverse()) await end();
		},
	};
	return stage;
}

/** A connection of which every line is kept. */
export interface Visitor {
	readonly socket: Socket;
	readonly lines: readonly string[];
	/** Bytes that came in. */
	bytes(): number;
	say(message: unknown): void;
	/** Waits for a line with this in it. */
	hear(text: string): Promise<string>;
	readonly closed: Promise<void>;
}

export function createVisitor(socket: Socket): Visitor {
	const lines: string[] = [];
	let rest = '';
	socket.on('error', () => {});
	socket.setEncoding('utf8').on('data', (chunk: string) => {
		const parts = (rest + chunk).split('\n');
		rest = parts.pop() ?? '';
		lines.push(...parts);
	});
	return {
		socket,
		lines,
		bytes: () => socket.bytesRead,
		say: message => void socket.write(`${JSON.stringify(message)}\n`),
		hear: text =>
			vi.waitFor(() => {
				const found = lines.find(line => line.includes(text));
				if (found === undefined) throw new Error(`${text} was not heard`);
				return found;
			}, 5000),
		closed: new Promise(resolve => socket.on('close', () => resolve())),
	};
}

export const greetingOf = (changes: object = {}) => ({
	hello: {protocol: protocolVersion, version: '0.2.0', pid: 4242, wants: 'state', ...changes},
});

/** Waits until a monitor's fleet is so. */
export const untilFleet = ({fleet}: Monitor, isSo: (fleet: Fleet) => boolean): Promise<void> =>
	new Promise(resolve => {
		const look = () => {
			if (!isSo(fleet.getSnapshot())) return;
			cancel();
			resolve();
		};
		const cancel = fleet.subscribe(look);
		look();
	});
