import {McpError} from '@modelcontextprotocol/sdk/types.js';
import {unsupportedVersion} from '../domain/classify.ts';
import {isObject} from '../domain/json.ts';
import {plainText} from '../domain/plain-text.ts';
import {faultOf} from './http-error.ts';

const maxVersions = 20;

/**
 * Whether an error is how a server of the stateless revision turns a request of another version away: the versions that
 * it supports, none if it does not say; null for every other error.
 */
export function supportedByRefusal(error: unknown): readonly string[] | null {
	const fault = faultOf(error);
	if (fault !== null) {
		if (fault.kind !== 'status' || fault.status !== 400 || fault.rpcError?.code !== unsupportedVersion) return null;
		return fault.rpcError.supported ?? [];
	}
	return error instanceof McpError && error.code === unsupportedVersion ? versionsIn(error.data) : null;
}

/** The `supported` of an error's data, cleaned and bounded. */
export function versionsIn(data: unknown): readonly string[] {
	const supported: unknown = isObject(data) ? data.supported : null;
	if (!Array.isArray(supported)) return [];
	return supported
		.slice(0, maxVersions)
		.filter(version => typeof version === 'string')
		.map(version => plainText(version, 40));
}
