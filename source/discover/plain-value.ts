import {hideInText, namesSecret} from '../domain/hide-secrets.ts';
import type {WrittenText} from '../domain/written-text.ts';

/** Tells known secrets; handed in. */
export type LooksSecret = (text: WrittenText) => boolean;

/**
 * True for the value of a variable or header that can stand in a file for all to read. In doubt it is false: what is
 * kept out has to be set once, what is let in stays in every copy of the file.
 */
export function isPlainValue(name: string, value: string, looksSecret: LooksSecret): boolean {
	if (value === '' || /^(?:true|false|yes|no|on|off)$/i.test(value)) return true;
	if (looksSecret({place: name, name, text: value})) return false;
	if (namesSecret(name) || /(?:^|[_-])(?:key|pass|pat|dsn|pin|salt|seed|cert|sid)$/i.test(name)) return false;
	if (isPath(value)) return true;
	if (hideInText(value) !== value) return false;
	if (/^[a-z][a-z\d+.-]{0,20}:\/\/[^\s@?#]{1,200}$/i.test(value)) return value.split('/').every(isPlainWord);
	return value.length <= 200 && value.split(/[\s,;:/@._+=-]+/).every(isPlainWord);
}

/** A path says where something is. */
export const isPath = (value: string): boolean =>
	/^(?:~|\.{1,2})?[\\/](?!\/)[^\s?]*$|^(?:~|\.{1,2})$|^[A-Za-z]:[\\/]/.test(value);

/** A word, a small number, or a word with a small number: what people choose, not what chance does. */
const isPlainWord = (word: string): boolean =>
	/^(?:[A-Za-z]{0,24}\d{0,4}|\d{1,6}[A-Za-z]{0,3}|[\w.:-]{1,60}\.[a-z]{2,24}(?::\d+)?|[a-z]+:|localhost:\d+|[\d.]+:\d+)$/.test(
		word,
	);
