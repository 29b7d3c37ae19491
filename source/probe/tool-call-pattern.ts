import {type Context, createContext, Script} from 'node:vm';
import type {Matcher} from '../domain/judge-call.ts';

/** A server's text can drive a careless pattern into hours of backtracking; only a script of its own can be stopped. */
const longestMatchMs = 200;
const script = new Script('pattern.test(text)');

/** Where patterns are tried, one at a time. Made when it is first needed, for it costs a megabyte. */
let room: Context | null = null;

/** Compiles a pattern, once; null for one that is no regular expression. */
export function compileMatcher(pattern: string): Matcher | null {
	const compiled = compile(pattern);
	if (compiled === null) return null;
	return text => {
		room ??= createContext({});
		Object.assign(room, {pattern: compiled, text});
		try {
			return Boolean(script.runInContext(room, {timeout: longestMatchMs}));
		} catch {
			return null;
		} finally {
			room.text = '';
		}
	};
}

function compile(pattern: string): RegExp | null {
	try {
		return new RegExp(pattern);
	} catch {
		return null;
	}
}
