import {McpError} from '@modelcontextprotocol/sdk/types.js';
import type {RpcError} from '../domain/judge-call.ts';
import {faultOf} from './http-error.ts';

/** The JSON-RPC error that a server answered a call with, alone or in the body of an HTTP error; null for all else. */
export function rpcErrorIn(error: unknown): RpcError | null {
	const fault = faultOf(error);
	if (fault !== null) return fault.kind === 'status' ? fault.rpcError : null;
	if (!(error instanceof McpError)) return null;
	const prefix = `MCP error ${error.code}: `;
	const {code, message} = error;
	return {code, message: message.startsWith(prefix) ? message.slice(prefix.length) : message};
}
