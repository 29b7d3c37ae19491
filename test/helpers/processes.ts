import {readdirSync, readFileSync} from 'node:fs';

/** The processes whose environment holds this text. What a test starts can be found by a mark of its own. */
export function processesWith(mark: string): readonly number[] {
	return readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.filter(pid => environmentOf(pid).includes(mark))
		.map(Number);
}

/** The direct children of a process. */
export const childrenOf = (parent: number): readonly number[] =>
	readdirSync('/proc')
		.filter(name => /^\d+$/.test(name))
		.filter(pid => parentOf(pid) === parent)
		.map(Number);

function environmentOf(pid: string): string {
	try {
		return readFileSync(`/proc/${pid}/environ`, 'utf8');
	} catch {
		return '';
	}
}

function parentOf(pid: string): number | null {
	try {
		const [, parent] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
		return Number(parent);
	} catch {
		return null;
	}
}
