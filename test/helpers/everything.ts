import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {createConnection} from 'node:net';
import {vi} from 'vitest';
import {installed} from './program.ts';

/** Starts the real `server-everything` over HTTP and waits until it listens. */
export async function startEverything(mode: string, port: number): Promise<ChildProcess> {
	const child = spawn(installed('mcp-server-everything'), [mode], {
		env: {...process.env, PORT: String(port)},
		stdio: 'ignore',
	});
	await vi.waitFor(() => connect(port), {timeout: 20_000, interval: 50});
	return child;
}

async function connect(port: number): Promise<void> {
	const socket = createConnection(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
	} finally {
		socket.destroy();
	}
}
