import type {Listening} from '../../ingest/listening.ts';
import {reasonOf} from '../../ingest/reason.ts';
import type {Companion} from '../companions.ts';

/** Receives the traces of agents and hands their calls to the monitor. */
export const otlp: Companion = {
	settingsOf: ({otlp: settings}) => settings,
	async start({source, monitor, parts, warn}) {
		const {otlp: settings} = source;
		if (!settings) return {async close() {}};
		// Loaded where they are wanted only.
		const {createReceiver} = await import('../../ingest/receiver.ts');
		const {startHttpReceiver} = await import('../../ingest/http-receiver.ts');
		const {startGrpcReceiver} = await import('../../ingest/grpc-receiver.ts');
		const receiver = createReceiver(parts.clock, monitor.observe);
		const host = settings.host ?? '127.0.0.1';
		const troubles: string[] = [];
		const open = (port: number, what: string, start: typeof startHttpReceiver): Promise<Listening | null> =>
			start(receiver, host, port).catch((error: unknown) => {
				troubles.push(`no traces over ${what}: port ${port} of ${host} cannot be used (${reasonOf(error)})`);
				return null;
			});
		const opened = await Promise.all([
			open(settings.grpcPort, 'gRPC', startGrpcReceiver),
			open(settings.httpPort, 'HTTP', startHttpReceiver),
		]);
		warn('otlp', troubles.length === 0 ? null : troubles.join('; '));
		return {
			async close() {
				await Promise.all(opened.map(one => one?.close()));
				receiver.close();
				warn('otlp', null);
			},
		};
	},
};
