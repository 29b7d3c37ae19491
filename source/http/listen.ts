import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Clock} from '../domain/ports.ts';
import {type Reply, say} from './page.ts';

export interface Listening {
	readonly port: number;
	/** Ends every connection. */
	close(): Promise<void>;
}

export interface ListenOptions {
	readonly host: string;
	readonly port: number;
	readonly clock: Clock;
	readonly answer: (request: IncomingMessage) => Promise<Reply>;
	/** A page could not be made, which is a bug of ours. */
	readonly failed: (error: unknown) => void;
}

const mostConnections = 64;
const longestHeaderBytes = 8192;
/** From the first byte of a connection to the last: whoever sends or reads slowly has no more than that. */
const longestConnectionMs = 10_000;

/** Serves one request a connection. Rejects where the port cannot be had. */
export function listen({host, port, clock, answer, failed}: ListenOptions): Promise<Listening> {
	const server = createServer({maxHeaderSize: longestHeaderBytes, keepAlive: false}, (request, response) => {
		answer(request)
			.catch((error: unknown) => {
				failed(error);
				return say(500, 'This page could not be made.');
			})
			.then(reply => send(response, reply));
	});
	server.maxConnections = mostConnections;
	server.on('connection', socket => {
		const cancel = clock.after(longestConnectionMs, () => socket.destroy());
		socket.once('close', cancel);
	});
	return new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			// What goes wrong with one connection more is nothing that a monitor ends for.
			server.on('error', () => {});
			resolve({
				port: (server.address() as AddressInfo).port,
				close: () =>
					new Promise(closed => {
						server.close(() => closed());
						server.closeAllConnections();
					}),
			});
		});
	});
}

function send(response: ServerResponse, {status, body, type = 'text/plain; charset=utf-8', headers}: Reply): void {
	response.writeHead(status, {
		...headers,
		'Content-Type': type,
		'Content-Length': Buffer.byteLength(body),
		'Cache-Control': 'no-store',
		'X-Content-Type-Options': 'nosniff',
		Connection: 'close',
	});
	// Node leaves the body out where HEAD asked.
	response.end(body);
}
