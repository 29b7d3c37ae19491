import {createConnection, createServer, type Socket} from 'node:net';

/** A socket at which a monitor says who it is. */
export interface Door {
	readonly path: string;
	/** Ends it with whoever still stands there. Closing twice does no harm. */
	close(): Promise<void>;
}

const askingTimeoutMs = 1000;
const longestAnswer = 1000;

/** Listens at a path that must be new. */
export function openDoor(path: string): Promise<Door> {
	const visitors = new Set<Socket>();
	const server = createServer(visitor => {
		visitors.add(visitor);
		visitor.on('close', () => visitors.delete(visitor));
		visitor.on('error', () => {});
		visitor.setTimeout(askingTimeoutMs, () => visitor.destroy());
		visitor.end(`${JSON.stringify({langsight: 1, pid: process.pid})}\n`);
		visitor.unref();
	});
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
		server.listen(path, () => resolve({path, close}));
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
			if (text.length > longestAnswer) settle(true);
		});
		connection.on('end', () => settle(true));
		connection.on('error', (error: NodeJS.ErrnoException) =>
			settle(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
		);
	});
}

function readPid(text: string): number | null {
	try {
		const {pid} = JSON.parse(text);
		return typeof pid === 'number' ? pid : null;
	} catch {
		return null;
	}
}
