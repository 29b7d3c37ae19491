import type {HttpFault} from '../domain/http-fault.ts';

/** Carries what a link saw through the SDK, which passes on errors that it does not know. */
export class HttpError extends Error {
	override readonly name = 'HttpError';
	constructor(
		readonly fault: HttpFault,
		options?: ErrorOptions,
	) {
		super(fault.kind, options);
	}
}

/** Finds what a link saw in whatever the SDK made of it: the error itself, one of its causes, or an RPC error's data. */
export function faultOf(error: unknown): HttpFault | null {
	for (const one of causesOf(error)) {
		if (one instanceof HttpError) return one.fault;
		if ('data' in one && one.data instanceof HttpError) return one.data.fault;
	}
	return null;
}

type SocketFault = Extract<HttpFault, {kind: 'socket'}>;

/** What fetch or a body threw, as a fault. The cause chain holds the code; fetch itself only says "fetch failed". */
export function socketFault(error: unknown, host: string): SocketFault {
	const causes = causesOf(error);
	const found = causes.find(cause => typeof codeOf(cause) === 'string');
	const text = causes.at(-1)?.message ?? String(error);
	if (!found && text === 'bad port') return {kind: 'socket', code: 'ERR_BAD_PORT', text, host};
	return {kind: 'socket', code: found ? (codeOf(found) as string) : null, text, host};
}

/** Why an event stream ended: what a bound or a socket says, or nothing where the server just closed it. */
export function streamFault(error: unknown, host: string): HttpFault {
	const found = faultOf(error) ?? (error === null ? null : socketFault(error, host));
	return found && found.kind !== 'socket' ? found : {kind: 'stream_ended', code: found?.code ?? null};
}

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined);

const deepest = 8;

/** An error, what caused it, and what an AggregateError holds, outermost first. */
function causesOf(error: unknown, depth = 0): Error[] {
	if (!(error instanceof Error) || depth === deepest) return [];
	const held = error instanceof AggregateError ? error.errors : [];
	return [error, ...[error.cause, ...held].flatMap(cause => causesOf(cause, depth + 1))];
}
