import type {Clock} from '../domain/ports.ts';

/** What a monitor without a screen says of itself, beside its alerts. */
export interface Log {
	info(message: string): void;
	warning(message: string): void;
}

/** Says nothing: there is a screen. */
export const silentLog: Log = {info() {}, warning() {}};

/** Lines that begin with their time, or a JSON object in each line. */
export function createLog(stream: NodeJS.WritableStream, clock: Clock, isJson: boolean): Log {
	const write = (level: 'info' | 'warning') => (message: string) => {
		const at = new Date(clock.now()).toISOString();
		stream.write(
			isJson ? `${JSON.stringify({at, level, message})}\n` : `${at} ${level.toUpperCase().padEnd(8)} ${message}\n`,
		);
	};
	return {info: write('info'), warning: write('warning')};
}
