import {createHash} from 'node:crypto';
import {chmod, mkdir, rm} from 'node:fs/promises';
import {createConnection, createServer, type Server} from 'node:net';
import {tmpdir, userInfo} from 'node:os';
import {join} from 'node:path';

/** Whether this process may write a store. The bound socket is the lock: it ends with its process, however that ends. */
export type Claim =
	| {readonly isOwner: true; release(): Promise<void>}
	/** `pid` of the monitor that owns the store; null where it could not be asked, or the folder cannot be written. */
	| {readonly isOwner: false; readonly pid: number | null};

/** The longest path a Unix socket can be bound to, in bytes, on every system we run on. */
const longestSocketPath = 100;
const askingTimeoutMs = 1000;

/** Claims a store's folder, which is made if need be. */
export async function claimStore(folder: string): Promise<Claim> {
	const path = await socketPath(folder).catch(() => null);
	if (path === null) return {isOwner: false, pid: null};
	for (const isLastTry of [false, true]) {
		const server = await bind(path);
		if (server) return {isOwner: true, release: () => close(server)};
		const owner = await askOwner(path);
		if (owner.isAlive || isLastTry) return {isOwner: false, pid: owner.pid};
		// Nobody answers: the socket is what a killed monitor left behind.
		await rm(path, {force: true}).catch(() => {});
	}
	return {isOwner: false, pid: null};
}

async function socketPath(folder: string): Promise<string> {
	await mkdir(folder, {recursive: true, mode: 0o700});
	const path = join(folder, 'monitor.sock');
	if (Buffer.byteLength(path) <= longestSocketPath) return path;
	const shortFolder = join(tmpdir(), `langsight-${userInfo().uid}`);
	await mkdir(shortFolder, {recursive: true, mode: 0o700});
	await chmod(shortFolder, 0o700);
	return join(shortFolder, `${createHash('sha256').update(folder).digest('hex').slice(0, 16)}.sock`);
}

function bind(path: string): Promise<Server | null> {
	return new Promise(resolve => {
		const server = createServer(connection => {
			connection.on('error', () => {});
			connection.end(`${JSON.stringify({langsight: 1, pid: process.pid})}\n`);
		});
		server.maxConnections = 16;
		server.once('error', () => resolve(null));
		server.listen(path, () => {
			void chmod(path, 0o600).catch(() => {});
			// The lock alone keeps no process alive.
			server.unref();
			resolve(server);
		});
	});
}

function askOwner(path: string): Promise<{isAlive: boolean; pid: number | null}> {
	return new Promise(resolve => {
		const connection = createConnection(path);
		let text = '';
		connection.setEncoding('utf8');
		connection.setTimeout(askingTimeoutMs, () => settle(true));
		connection.on('data', chunk => {
			text += chunk;
			if (text.length > 1000) settle(true);
		});
		connection.on('end', () => settle(true));
		connection.on('error', (error: NodeJS.ErrnoException) =>
			settle(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
		);
		function settle(isAlive: boolean): void {
			connection.destroy();
			resolve({isAlive, pid: readPid(text)});
		}
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

const close = (server: Server): Promise<void> =>
	new Promise(resolve => {
		server.close(() => resolve());
	});
