import {createInterface} from 'node:readline';
import type {Outside} from './command.ts';

/** True where somebody can be asked. */
export const canAsk = ({stdin, stdout}: Pick<Outside, 'stdin' | 'stdout'>): boolean =>
	stdin.isTTY === true && stdout.isTTY === true;

/** Asks for one line. Null where there is no answer any more: the terminal is gone, or the program is to end. */
export function ask({stdin, stdout, signal}: Outside, question: string): Promise<string | null> {
	if (signal.aborted) return Promise.resolve(null);
	stdout.write(question);
	// The terminal itself edits the line, so Ctrl+C stays what it is.
	const lines = createInterface({input: stdin, terminal: false});
	return new Promise(resolve => {
		const close = () => lines.close();
		signal.addEventListener('abort', close, {once: true});
		let answer: string | null = null;
		lines.once('line', line => {
			answer = line.trim();
			lines.close();
		});
		lines.once('close', () => {
			signal.removeEventListener('abort', close);
			if (answer === null) stdout.write('\n');
			resolve(answer);
		});
	});
}

/** Asks a question that is answered by yes or no; anything else is no. */
export async function confirm(outside: Outside, question: string): Promise<boolean> {
	const answer = await ask(outside, `${question} [y/N] `);
	return answer !== null && /^y(?:es)?$/i.test(answer);
}
