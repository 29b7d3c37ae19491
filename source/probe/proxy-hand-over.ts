import type {Dispatcher} from 'undici-types';
import {type ProxyAddress, refusedBy} from './proxy-address.ts';

/** What is told of a request under way; undici 7's form, which its types do not know yet. */
interface Handler {
	onRequestStart?(controller: Controller, context: unknown): void;
	onRequestUpgrade?(controller: Controller, status: number, headers: unknown, socket: unknown): void;
	onResponseStart?(controller: Controller, status: number, headers: unknown, text: unknown): void;
	onResponseData?(controller: Controller, chunk: unknown): void;
	onResponseEnd?(controller: Controller, trailers: unknown): void;
	onResponseError?(controller: Controller, error: unknown): void;
}

interface Controller {
	abort(reason: Error): void;
}

/** Addresses plain requests to a proxy, with the whole URL in them (RFC 9112 §3.2.2); the rest stays as it is. */
export const handOver =
	(proxy: ProxyAddress): Dispatcher.DispatcherComposeInterceptor =>
	dispatch =>
	(request, handler) => {
		const {protocol, origin, host} = new URL(String(request.origin));
		if (protocol === 'https:') return dispatch(request, handler);
		const headers = {
			...(request.headers as Record<string, string>),
			host,
			...(proxy.authorization && {'proxy-authorization': proxy.authorization}),
		};
		const toProxy = {...request, origin: `http://${proxy.shown}`, path: origin + request.path, headers};
		return dispatch(toProxy, refuseLogin(handler as Handler, proxy, host) as typeof handler);
	};

/** Ends a request that the proxy wants credentials for; fetch would only say that something failed. */
function refuseLogin(inner: Handler, proxy: ProxyAddress, target: string): Handler {
	return {
		onRequestStart: (controller, context) => inner.onRequestStart?.(controller, context),
		onRequestUpgrade: (...upgrade) => inner.onRequestUpgrade?.(...upgrade),
		onResponseStart(controller, status, headers, text) {
			if (status === 407) controller.abort(refusedBy(proxy, target, status));
			else inner.onResponseStart?.(controller, status, headers, text);
		},
		onResponseData: (controller, chunk) => inner.onResponseData?.(controller, chunk),
		onResponseEnd: (controller, trailers) => inner.onResponseEnd?.(controller, trailers),
		onResponseError: (controller, error) => inner.onResponseError?.(controller, error),
	};
}
