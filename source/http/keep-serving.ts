import type {Cancel, Clock} from '../domain/ports.ts';
import {createGuard} from './access.ts';
import {answer} from './answer.ts';
import {type Listening, listen} from './listen.ts';
import type {Pages} from './page.ts';

export interface ServingOptions {
	readonly host: string;
	/** 0 takes any that is free. */
	readonly port: number;
	readonly token: string | null;
	readonly pages: Pages;
	readonly clock: Clock;
	/** Told what keeps the pages from being served, and null once it is over. */
	readonly trouble: (trouble: string | null) => void;
}

export interface Serving {
	/** Null while the port cannot be had. */
	port(): number | null;
	close(): Promise<void>;
}

const retryMs = 15_000;
/** The name of a host may take long to look up; nobody waits for it. */
const longestWaitMs = 1000;

/** Serves the pages as soon as the port can be had. Settles after the first try or a second, and never rejects. */
export async function keepServing({host, port, token, pages, clock, trouble}: ServingOptions): Promise<Serving> {
	const guard = createGuard(host, token);
	let listening: Listening | null = null;
	let isClosed = false;
	let cancelRetry: Cancel = () => {};

	async function open(): Promise<void> {
		try {
			const opened = await listen({
				host,
				port,
				clock,
				answer: request => answer(request, pages, guard),
				failed: error => trouble(`a page could not be made: ${error instanceof Error ? error.message : error}`),
			});
			if (isClosed) return opened.close();
			listening = opened;
			trouble(null);
		} catch (error) {
			if (isClosed) return;
			trouble(describe(error as NodeJS.ErrnoException, host, port));
			cancelRetry = clock.after(retryMs, () => {
				trying = open();
			});
		}
	}
	let trying = open();
	await within(trying, clock);

	return {
		port: () => listening?.port ?? null,
		async close() {
			isClosed = true;
			cancelRetry();
			await within(trying, clock);
			await listening?.close();
		},
	};
}

async function within(work: Promise<void>, clock: Clock): Promise<void> {
	let cancel: Cancel = () => {};
	const patience = new Promise<void>(resolve => {
		cancel = clock.after(longestWaitMs, resolve);
	});
	await Promise.race([work, patience]);
	cancel();
}

function describe({code, message}: NodeJS.ErrnoException, host: string, port: number): string {
	switch (code) {
		case 'EADDRINUSE':
			return `port ${port} of ${host} is taken (metrics.port can name another)`;
		case 'EACCES':
			return `port ${port} of ${host} may not be opened by this user`;
		case 'EADDRNOTAVAIL':
		case 'ENOTFOUND':
			return `${host} is no address of this machine`;
		default:
			return message;
	}
}
