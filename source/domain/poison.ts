import {findHiddenCharacters} from './hidden-characters.ts';
import {hideInText} from './hide-secrets.ts';
import {plainText} from './plain-text.ts';
import {conditionBefore, phrases, readerBefore, secretFiles} from './poison-patterns.ts';
import type {FindingSeverity} from './security-finding.ts';

/** Something in a text that does not belong into a tool's documentation. */
export interface TextSign {
	readonly kind: 'hidden' | 'instruction' | 'exfiltration' | 'markup' | 'encoded';
	readonly severity: FindingSeverity;
	/** What it is, or the words themselves; fit to print, without secrets. */
	readonly excerpt: string;
}

/** Longer texts are looked at up to here. In UTF-16 units. */
export const scannedLength = 64 * 1024;

/**
 * Looks for what is hidden from people and for what is said to the model. Signs, not proof: it knows the forms that
 * attacks have used, and a text without signs may still mislead.
 */
export function scanText(text: string): readonly TextSign[] {
	const bounded = text.slice(0, scannedLength);
	const isPlain = !/[^\t\n\r -~]/.test(bounded);
	const words = readable(bounded, isPlain);
	return [
		...(isPlain ? [] : findHiddenCharacters(bounded)),
		...findPhrases(words),
		...findSecretFiles(words),
		...findEncoded(bounded),
	];
}

/** True when a text is addressed to the model rather than to its reader: it orders, hides, or sends things away. */
export const speaksToModel = (text: string): boolean =>
	scanText(text).some(({severity, kind}) => kind === 'instruction' || severity === 'critical' || severity === 'high');

/** As a model takes it: compatibility forms resolved, without what is invisible, in small letters, on one line. */
function readable(text: string, isPlain: boolean): string {
	const plain = isPlain
		? text
		: text
				.normalize('NFKC')
				.replace(/\p{Default_Ignorable_Code_Point}/gu, '')
				.replaceAll('’', "'");
	return plain.replace(/\s{2,}|[\t\n\r]/g, ' ').toLowerCase();
}

const findPhrases = (text: string): readonly TextSign[] =>
	phrases.flatMap(({kind, severity, pattern, needs}) => {
		if (!needs.some(word => text.includes(word))) return [];
		const found = pattern.exec(text);
		return found === null ? [] : [{kind, severity, excerpt: excerptAt(text, found.index, found[0].length)}];
	});

/** A text has few of them, unless somebody wants to keep us busy. */
const mostFiles = 50;

/** Orders to read files with keys in them; graver where the tool is not to be used without. */
function findSecretFiles(text: string): readonly TextSign[] {
	let looked = 0;
	for (const {index, 0: name} of text.matchAll(secretFiles)) {
		const before = text.slice(Math.max(0, index - 80), index);
		const order = readerBefore.exec(before);
		if (order) {
			const start = index - before.length + order.index;
			const isCondition = conditionBefore.test(text.slice(Math.max(0, start - 240), start));
			const excerpt = excerptAt(text, start, index + name.length - start);
			return [{kind: 'exfiltration', severity: isCondition ? 'critical' : 'high', excerpt}];
		}
		if (++looked >= mostFiles) return [];
	}
	return [];
}

/** The words and the rest of the last one. */
function excerptAt(text: string, at: number, length: number): string {
	const rest = /^\S{0,40}/.exec(text.slice(at + length, at + length + 40))?.[0] ?? '';
	return `"${hideInText(plainText(text.slice(at, at + length) + rest, 120))}"`;
}

/** Long words of base64: what they say is looked at, too. */
function findEncoded(text: string): readonly TextSign[] {
	const word = /(?<![A-Za-z\d+/_-])[A-Za-z\d+/_-]{120,}={0,2}/.exec(text)?.[0];
	if (word === undefined || !/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/\d/.test(word)) return [];
	const said = decode(word.slice(0, 8192));
	const isText = said !== null && (said.match(/[\t\n\r -~]/g)?.length ?? 0) > said.length * 0.95;
	const excerpt = `${word.length} characters that look like base64${isText ? ' and are text when decoded' : ''}`;
	if (
		said !== null &&
		isText &&
		[...findPhrases(readable(said, true)), ...findSecretFiles(readable(said, true))].length > 0
	)
		return [{kind: 'instruction', severity: 'high', excerpt: `${excerpt}, with words for the model`}];
	return [{kind: 'encoded', severity: isText ? 'medium' : 'low', excerpt}];
}

function decode(word: string): string | null {
	const plain = word.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
	try {
		return atob(plain.slice(0, plain.length - (plain.length % 4)));
	} catch {
		return null;
	}
}
