import type {Clock} from '../domain/ports.ts';
import type {HttpServer} from '../domain/server.ts';
import {faultOf, HttpError} from './http-error.ts';
import {createHttpRequests, type HttpRequests} from './http-requests.ts';
import {tokensOf} from './oauth-tokens.ts';

/** A token endpoint that is slower than this share of the deadline is named, before only the deadline is. */
const patience = 0.8;

/** The requests of one link, with a token where one has to be fetched. */
export function openRequests(server: HttpServer, clock: Clock): HttpRequests {
	const {oauth} = server;
	if (!oauth) return createHttpRequests(server, clock);
	const tokens = tokensOf(server, oauth, clock);
	const requests = createHttpRequests(server, clock, tokens.secrets);
	const tokenFrom = new URL(oauth.tokenUrl).host;

	/** A token that the server accepted before may have ended early, so it is renewed, once. */
	const withToken =
		(send: HttpRequests['send']): HttpRequests['send'] =>
		async (target, init) => {
			const startedAt = clock.ticks();
			const waitMs = () => Math.max(1, Math.round(server.timeoutMs * patience - (clock.ticks() - startedAt)));
			const attempt = async ({value}: {readonly value: string}) => {
				const headers = new Headers(init.headers);
				headers.set('authorization', `Bearer ${value}`);
				return send(target, {...init, headers}).catch((error: unknown) => {
					const fault = faultOf(error);
					if (fault?.kind !== 'status' || fault.status !== 401) throw error;
					tokens.refuse(value);
					throw new HttpError({...fault, tokenFrom}, {cause: error});
				});
			};
			const token = await tokens.take(waitMs());
			return attempt(token).catch(async (error: unknown) => {
				const fault = faultOf(error);
				const isRefused = fault?.kind === 'status' && fault.tokenFrom !== undefined;
				if (token.isFresh || !isRefused) throw error;
				return attempt(await tokens.take(waitMs()));
			});
		};

	return {...requests, send: withToken(requests.send), sendBriefly: withToken(requests.sendBriefly)};
}
