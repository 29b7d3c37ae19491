import {hidden, hideInText} from '../domain/hide-secrets.ts';
import {plainText} from '../domain/plain-text.ts';

const longest = 3000;

/**
 * The lines that a text loses (`- `) and gains (`+ `), in its order, without what looks secret in them.
 * @param secrets texts that are not shown, wherever they stand
 * @param old null for a text that was not there.
 */
export function renderLineChanges(old: string | null, now: string, secrets: readonly string[]): string {
	const before = old === null ? [] : linesOf(old);
	const after = linesOf(now);
	if (before.length > longest || after.length > longest) return `  ${before.length} lines become ${after.length}\n`;
	return changesOf(before, after)
		.map(([sign, line]) =>
			`${sign} ${line.match(/^\s*/)?.[0] ?? ''}${plainText(hideOf(without(line, secrets)), 400)}`.trimEnd(),
		)
		.map(line => `${line}\n`)
		.join('');
}

/** A reference to a variable is no secret, whatever the name before it says. */
const hideOf = (line: string): string =>
	onlyReferences.test(line) || /: "?(?:[A-Za-z]+ )?[^\s:]*\$\{\w+\}"?$/.test(line) ? line : hideInText(line);

/** An address whose query is made of references alone. */
const onlyReferences = /^\s*(?:- )?url: "?[^\s"?#@]+\?[\w.-]+=\$\{\w+\}(?:&[\w.-]+=\$\{\w+\})*"?$/;

/** Of a text of several lines each, and none that could be anything. */
const without = (line: string, secrets: readonly string[]): string =>
	secrets
		.flatMap(secret => secret.split(/\s*\n\s*/))
		.filter(part => part.length >= 4)
		.reduce((text, part) => text.replaceAll(part, hidden), line);

const linesOf = (text: string): readonly string[] => text.replace(/\r?\n$/, '').split(/\r?\n/);

type Change = readonly [sign: '-' | '+', line: string];

/** By the longest common subsequence of what differs between the common beginning and end. */
function changesOf(before: readonly string[], after: readonly string[]): readonly Change[] {
	let start = 0;
	while (start < before.length && start < after.length && before[start] === after[start]) start++;
	let end = 0;
	while (
		end < before.length - start &&
		end < after.length - start &&
		before[before.length - 1 - end] === after[after.length - 1 - end]
	)
		end++;
	const old = before.slice(start, before.length - end);
	const now = after.slice(start, after.length - end);
	const common = Array.from({length: old.length + 1}, () => new Uint16Array(now.length + 1));
	for (let i = old.length - 1; i >= 0; i--)
		for (let j = now.length - 1; j >= 0; j--)
			common[i]![j] = old[i] === now[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
	const changes: Change[] = [];
	for (let i = 0, j = 0; i < old.length || j < now.length; ) {
		if (i < old.length && j < now.length && old[i] === now[j]) {
			i++;
			j++;
		} else if (i < old.length && (j === now.length || common[i + 1]![j]! >= common[i]![j + 1]!))
			changes.push(['-', old[i++]!]);
		else changes.push(['+', now[j++]!]);
	}
	return changes;
}
