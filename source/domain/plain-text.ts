/**
 * Makes foreign text fit to print: no escape sequences, no control, bidi or invisible characters, one line, bounded.
 * @param maxLength in UTF-16 units; a longer text ends with an ellipsis.
 */
export function plainText(text: string, maxLength = 500): string {
	const line = text
		.slice(0, maxLength * roomForSequences + 1000)
		.replace(sequences, '')
		.replace(unprintable, '')
		.replace(whitespace, ' ')
		.trim();
	return cut(line, maxLength);
}

/** What is not printed still counts for the work of removing it, so only so many times the wanted length is looked at. */
const roomForSequences = 8;

/** What a command string (OSC, DCS, SOS, PM, APC) may hold; no introducer is among it, so that matching stays linear. */
const payload = '[^\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]*';

/** ECMA-48 sequences in their 7-bit and 8-bit forms: command strings, CSI, and the other escapes. */
const sequences = new RegExp(
	[
		`(?:\\x1b[\\]PX^_]|[\\x9d\\x90\\x98\\x9e\\x9f])${payload}(?:\\x07|\\x1b\\\\|\\x9c)`,
		'(?:\\x1b\\[|\\x9b)[0-?]*[ -/]*[@-~]?',
		'\\x1b[ -/]*[0-~]?',
	].join('|'),
	'g',
);

const whitespace = /[\s\x85]+/g;

/** Controls, characters that only steer or hide (bidi, zero-width, tags), and halves of surrogate pairs; no whitespace. */
const unprintable = /(?![\s\x85])[\p{Cc}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb\p{Cs}]/gu;

function cut(line: string, maxLength: number): string {
	if (line.length <= maxLength) return line;
	const kept = line.slice(0, Math.max(0, maxLength - 1));
	return `${kept.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}
