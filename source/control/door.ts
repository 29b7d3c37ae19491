import {createConnection, createServer, type Socket} from 'node:net';
import {greeting, parseJson, protocolVersion} from './protocol.ts';

/** A socket at which a monitor says who it is. */
export interface Door {
	readonly path: string;
	/** Whom visitors are handed to, those who wait already at once. With null they wait, for a while. */
	receive(visit: ((visitor: Socket) => void) | null): void;
	/** Ends it with whoever still stands there. Closing twice does no harm. */
	close(): Promise<void>;
}

const askingTimeoutMs = 1000;
const waitingTimeoutMs = 15_000;
const longestGreeting = 1000;

/** Listens at a path that must be new. */
export function openDoor(path: string): Promise<Door> {
	const visitors = new Set<Socket>();
	const waiting = new Set<Socket>();
	let visit: ((visitor: Socket) => void) | null = null;
	const server = createServer(visitor => {
		visitors.add(visitor);
		visitor.on('close', () => {
			visitors.delete(visitor);
			waiting.delete(visitor);
		});
		visitor.on('error', () => {});
		visitor.write(`${JSON.stringify({langsight: protocolVersion, pid: process.pid})}\n`);
		visitor.unref();
		waiting.add(visitor);
		visitor.setTimeout(waitingTimeoutMs, () => visitor.destroy());
		letIn();
	});
	function letIn(): void {
		if (!visit) return;
		for (const visitor of waiting) {
			waiting.delete(visitor);
			visitor.setTimeout(0);
			visit(visitor);
		}
	}
	server.maxConnections = 64;
	// The lock alone keeps no process alive.
	server.unref();
	const close = () =>
		new Promise<void>(resolve => {
			server.close(() => resolve());
			for (const visitor of visitors) visitor.destroy();
		});
	return new Promise((resolve, reject) => {
		// Later ones, such as too many open files on a visit, are no reason to end.
		server.on('error', reject);
		server.listen(path, () =>
			resolve({
				path,
				receive(next) {
					visit = next;
					letIn();
				},
				close,
			}),
		);
	});
}

/** Asks who listens at a path. What accepts or is too busy to accept is alive; what refuses is a dead one's. */
export function askOwner(path: string): Promise<{readonly isAlive: boolean; readonly pid: number | null}> {
	return new Promise(resolve => {
		const connection = createConnection(path);
		let text = '';
		const settle = (isAlive: boolean) => {
			connection.destroy();
			resolve({isAlive, pid: readPid(text)});
		};
		connection.setEncoding('utf8');
		connection.setTimeout(askingTimeoutMs, () => settle(true));
		connection.on('data', chunk => {
			text += chunk;
			if (text.includes('\n') || text.length > longestGreeting) settle(true);
		});
		connection.on('end', () => settle(true));
		connection.on('error', error => settle(!isDead(error)));
	});
}

/** True for what connecting to a socket fails with when nobody listens there any more. */
export const isDead = ({code}: NodeJS.ErrnoException): boolean => code === 'ECONNREFUSED' || code === 'ENOENT';

function readPid(text: string): number | null {
	const [line = ''] = text.split('\n');
	const read = greeting.safeParse(parseJson(line));
	return read.success ? read.data.pid : null;
}
