import type {ServerResponse} from 'node:http';
import {ErrorCode} from '@modelcontextprotocol/sdk/types.js';

/** Answers with a status and a JSON-RPC error that belongs to no request. */
export function refuse(response: ServerResponse, status: number, message: string, code = -32_000): void {
	const error = {jsonrpc: '2.0', error: {code, message}, id: null};
	response.writeHead(status, {'Content-Type': 'application/json'}).end(JSON.stringify(error));
}

/** Refuses a request whose body was not taken. */
export const refuseBody = (response: ServerResponse, status: 400 | 413): void =>
	refuse(response, status, status === 413 ? 'Request too large' : 'Parse error', ErrorCode.ParseError);

/** Refuses a request to a session that is not, or no longer, open. */
export const refuseSession = (response: ServerResponse): void => refuse(response, 404, 'Session not found', -32_001);
