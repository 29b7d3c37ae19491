import {McpError} from '@modelcontextprotocol/sdk/types.js';
import {classifyProtocol, classifyRpc, classifyTimeout} from '../domain/classify.ts';
import type {Failure, Phase} from '../domain/probe-result.ts';
import {DeadlineError} from './deadline.ts';

/** What an error means where the link itself has seen nothing that explains it: the last resort of every `explain`. */
export function explainError(error: unknown, phase: Phase, timeoutHint: string | null = null): Failure {
	if (error instanceof DeadlineError) {
		return classifyTimeout(error.afterMs, phase, {method: error.awaited, hint: timeoutHint});
	}
	if (error instanceof McpError) {
		const prefix = `MCP error ${error.code}: `;
		const message = error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message;
		return classifyRpc(error.code, message, phase);
	}
	const message = error instanceof Error ? error.message : String(error);
	return classifyProtocol(message, phase, 'its answers are not what MCP asks for; see its log');
}
