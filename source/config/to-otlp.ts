import {type OtlpSettings, usualPorts} from '../domain/settings.ts';
import type {Config} from './parse-config.ts';

/** Where traces are received; null where none are wanted. */
export function toOtlp({data}: Config, isAsked: boolean): OtlpSettings | null {
	const {enabled, host, grpc_port, http_port} = data.otlp ?? {};
	if (!isAsked && enabled !== true) return null;
	return {
		host: host ?? null,
		grpcPort: grpc_port ?? usualPorts.grpc,
		httpPort: http_port ?? usualPorts.http,
	};
}
