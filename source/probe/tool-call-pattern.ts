import {runInNewContext} from 'node:vm';
import type {Matcher} from '../domain/judge-call.ts';

/** A server's text can drive a careless pattern into hours of backtracking; only a script of its own can be stopped. */
const longestMatchMs = 200;

/** Compiles a pattern, once; null for one that is no regular expression. */
export function compileMatcher(pattern: string): Matcher | null {
	const compiled = compile(pattern);
	if (compiled === null) return null;
	return text => {
		try {
			return Boolean(runInNewContext('pattern.test(text)', {pattern: compiled, text}, {timeout: longestMatchMs}));
		} catch {
			return null;
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
