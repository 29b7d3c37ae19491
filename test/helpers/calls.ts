import {noTarget, type ToolCall} from '../../source/domain/tool-call.ts';
import {noon} from './fleet.ts';

/** A good call of `query` by the support agent, that took 40 ms. */
export const callOf = (changes: Partial<ToolCall> = {}): ToolCall => ({
	at: noon,
	tool: 'query',
	agent: 'support-agent',
	durationMs: 40,
	category: null,
	target: noTarget,
	...changes,
});

/** So many of them. */
export const callsOf = (count: number, changes: Partial<ToolCall> = {}): ToolCall[] =>
	Array.from({length: count}, () => callOf(changes));
