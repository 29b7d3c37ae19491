import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Actor} from './actor.ts';

/** One request to one of the servers. */
export interface Exchange {
	readonly actor: Actor;
	readonly request: IncomingMessage;
	readonly response: ServerResponse;
	readonly url: URL;
}
