import type {Cancel} from '../../domain/ports.ts';
import type {OtlpSettings} from '../../domain/settings.ts';
import type {Listening} from '../../ingest/listening.ts';
import {reasonOf} from '../../ingest/reason.ts';
import type {Beside, Companion} from '../companions.ts';
import {keepGarbageSmall} from '../small-heap.ts';

/** Receives the traces of agents and hands their calls to the monitor. */
export const otlp: Companion = {
	settingsOf: ({otlp: settings}) => settings,
	start: async beside => (beside.source.otlp ? receive(beside, beside.source.otlp) : {async close() {}}),
};

/** A port that is taken is tried again: whoever has it may end. */
const retryMs = 30_000;

async function receive({monitor, parts, warn}: Beside, settings: OtlpSettings) {
	// Loaded where they are wanted only.
	const {createReceiver} = await import('../../ingest/receiver.ts');
	const {startHttpReceiver} = await import('../../ingest/http-receiver.ts');
	const {startGrpcReceiver} = await import('../../ingest/grpc-receiver.ts');
	const {clock} = parts;
	keepGarbageSmall();
	const receiver = createReceiver(clock, monitor.observe);
	const host = settings.host ?? '127.0.0.1';
	const troubles = new Map<string, string>();
	const cancels = new Map<string, Cancel>();
	const opened: Listening[] = [];
	let isClosed = false;

	async function open(name: string, port: number, start: typeof startHttpReceiver): Promise<void> {
		try {
			const listening = await start(receiver, host, port);
			opened.push(listening);
			troubles.delete(name);
			if (isClosed) await listening.close();
		} catch (error) {
			troubles.set(name, `no traces over ${name}: port ${port} of ${host} cannot be used (${reasonOf(error)})`);
			if (!isClosed)
				cancels.set(
					name,
					clock.after(retryMs, () => void open(name, port, start)),
				);
		}
		if (!isClosed) warn('otlp', troubles.size === 0 ? null : [...troubles.values()].join('; '));
	}

	await Promise.all([
		open('gRPC', settings.grpcPort, startGrpcReceiver),
		open('HTTP', settings.httpPort, startHttpReceiver),
	]);
	return {
		async close() {
			isClosed = true;
			for (const cancel of cancels.values()) cancel();
			await Promise.all(opened.map(one => one.close()));
			receiver.close();
			warn('otlp', null);
		},
	};
}
