import {classifyRpc, failure} from './classify.ts';
import {cutDepth, isObject, type Json, type JsonObject} from './json.ts';
import {plainText} from './plain-text.ts';
import type {Failure} from './probe-result.ts';
import type {Expectation} from './tool-check.ts';

/** What a server made of `tools/call`: a result, or a JSON-RPC error. */
export type CallAnswer = {readonly result: unknown} | {readonly error: RpcError};

/** A JSON-RPC error in the server's own words. */
export interface RpcError {
	readonly code: number;
	readonly message: string;
}

/** Says whether a text matches an expected pattern; null when that took too long to find out. */
export type Matcher = (text: string) => boolean | null;

/** Judges the answer to a synthetic call; null is as expected. Codes decide, and what was configured; never words. */
export function judgeCall(expect: Expectation, answer: CallAnswer, matches: Matcher | null): Failure | null {
	if ('error' in answer) return judgeError(answer.error);
	const {result} = answer;
	if (!isObject(result)) return failure('invalid_schema', 'call_tool', 'the answer to tools/call is not an object');
	if (typeof result.resultType === 'string' && result.resultType !== 'complete') {
		return toolError(`the tool did not finish: its answer is ${plainText(result.resultType, 60)}`, unfinished);
	}
	const text = textOf(result);
	const isError = result.isError === true;
	if (isError && !expect.isError) return toolError(`the tool reports an error${quoted(text)}`, null);
	if (!isError && expect.isError) return toolError('the tool reports no error, although one is expected', begins(text));
	if (expect.contains !== null && !text.includes(expect.contains)) {
		return toolError(`the answer does not contain "${plainText(expect.contains, 100)}"`, begins(text));
	}
	if (expect.matches === null || matches === null) return null;
	const isMatch = matches(text);
	if (isMatch) return null;
	const pattern = plainText(expect.matches, 100);
	return isMatch === null
		? toolError(`it takes too long to match the answer with /${pattern}/`, 'choose a simpler pattern for matches')
		: toolError(`the answer does not match /${pattern}/`, begins(text));
}

/** More than that of an answer is not looked at, in characters. */
export const examinedLength = 64 * 1024;

/** The text of a result: that of its content, or its structured content as JSON where there is no text. Bounded. */
export function textOf(result: JsonObject): string {
	let text = '';
	const content = Array.isArray(result.content) ? (result.content as readonly Json[]) : [];
	for (const item of content) {
		const part = textIn(item);
		if (part === null) continue;
		text += (text === '' ? '' : '\n') + part.slice(0, examinedLength);
		if (text.length >= examinedLength) return text.slice(0, examinedLength);
	}
	if (text !== '' || result.structuredContent === undefined) return text;
	return JSON.stringify(cutDepth(result.structuredContent)).slice(0, examinedLength);
}

function textIn(item: Json): string | null {
	if (!isObject(item)) return null;
	if (typeof item.text === 'string') return item.text;
	return isObject(item.resource) && typeof item.resource.text === 'string' ? item.resource.text : null;
}

function judgeError({code, message}: RpcError): Failure {
	if (code !== invalidParams) return classifyRpc(code, message, 'call_tool');
	return failure('invalid_arguments', 'call_tool', `the arguments are refused: ${plainText(message, excerptLength)}`, {
		hint: 'correct the arguments of this check',
	});
}

/** JSON-RPC 2.0, section 5.1. MCP sends it for unknown tools too, but those are not called. */
const invalidParams = -32602;
const excerptLength = 200;
const unfinished = 'it may want input from a person, which a check cannot give';

const toolError = (message: string, hint: string | null): Failure =>
	failure('tool_error', 'call_tool', message, {hint});
const quoted = (text: string): string => (text.trim() === '' ? '' : `: ${plainText(text, excerptLength)}`);
const begins = (text: string): string =>
	text.trim() === '' ? 'the answer has no text' : `the answer begins: ${plainText(text, 120)}`;
