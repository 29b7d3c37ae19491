import type {Server} from 'node:net';

/** A port that is listened at. */
export interface Listening {
	/** The one that was asked for, or where that was 0 the one that was given. */
	readonly port: number;
	/** Lets go of the port and of whoever is connected. */
	close(): Promise<void>;
}

/** Listens at a port; rejects where that does not work. Later errors, such as too many open files, end nothing. */
export function listen(server: Server, host: string, port: number, close: Listening['close']): Promise<Listening> {
	return new Promise((resolve, reject) => {
		server.on('error', reject);
		server.listen(port, host, () => {
			const address = server.address();
			resolve({port: typeof address === 'object' && address ? address.port : port, close});
		});
	});
}

export const closeServer = (server: Server, dropConnections: () => void): Promise<void> =>
	new Promise(resolve => {
		server.close(() => resolve());
		dropConnections();
	});
