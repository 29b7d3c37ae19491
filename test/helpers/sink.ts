import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';

/** One request that the sink has read whole. */
export interface Received {
	readonly method: string;
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** What was answered; null where nothing was. */
	readonly status: number | null;
}

/** How a request is answered; null is never. */
export type SinkAnswer = {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string;
} | null;

/** An HTTP server that takes whatever is sent. */
export interface Sink {
	readonly url: string;
	readonly port: number;
	readonly received: readonly Received[];
	/** The bodies of those that were answered with a success, as JSON. */
	accepted(): readonly Record<string, unknown>[];
	/** From now on. */
	answer(next: (count: number) => SinkAnswer): void;
	/** Goes away, with every connection; `open` comes back at the same port. */
	close(): Promise<void>;
	open(): Promise<void>;
}

export async function startSink(answer: (count: number) => SinkAnswer = () => ({status: 200})): Promise<Sink> {
	let answerWith = answer;
	let port = 0;
	let server = createServer();
	const received: Received[] = [];

	async function open(): Promise<void> {
		server = createServer((request, response) => {
			let body = '';
			request.setEncoding('utf8').on('data', chunk => {
				body += chunk;
			});
			request.on('end', () => {
				const given = answerWith(received.length);
				const {method = '', url: path = '', headers} = request;
				received.push({method, path, headers, body, status: given?.status ?? null});
				if (given) response.writeHead(given.status, given.headers).end(given.body ?? '');
			});
		});
		await new Promise<void>((resolve, reject) => {
			server.on('error', reject);
			server.listen(port, '127.0.0.1', resolve);
		});
		({port} = server.address() as AddressInfo);
	}
	await open();

	return {
		get url() {
			return `http://127.0.0.1:${port}`;
		},
		get port() {
			return port;
		},
		received,
		accepted: () =>
			received.filter(({status}) => status !== null && status >= 200 && status < 300).map(({body}) => JSON.parse(body)),
		answer(next) {
			answerWith = next;
		},
		async close() {
			server.closeAllConnections();
			await new Promise<void>(resolve => {
				server.close(() => resolve());
			});
		},
		open,
	};
}
