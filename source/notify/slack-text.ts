import {plainText} from '../domain/plain-text.ts';

/** The characters that Slack's markup is made of, and what stands for them. */
const escapes: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;'};

/**
 * Foreign text as Slack prints it and takes no mention, link or command from it: one line, escaped, and so long at most
 * when it is. Never empty, for Slack refuses that.
 */
export function slackText(text: string, maxLength: number): string {
	return cutEscaped(plainText(text, maxLength), maxLength) || '–';
}

/** Several lines, of which as many as fit are taken. */
export function slackLines(lines: readonly string[], maxLength: number): string {
	let text = '';
	for (const line of lines) {
		const next = slackText(line, longestLine);
		if (text.length + next.length + 1 > maxLength - 2) return `${text}\n…`;
		text += text === '' ? next : `\n${next}`;
	}
	return text || '–';
}

/** An address that can stand in a link, or null for what is none. */
export function slackLink(address: string): string | null {
	if (!URL.canParse(address)) return null;
	const {href, protocol} = new URL(address);
	if (!/^https?:$/.test(protocol)) return null;
	const escaped = href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('&', '&amp;');
	return escaped.length > longestLink ? null : escaped;
}

const longestLine = 300;
const longestLink = 2000;

function cutEscaped(text: string, maxLength: number): string {
	let cut = '';
	for (const char of text) {
		const next = escapes[char] ?? char;
		if (cut.length + next.length > maxLength) break;
		cut += next;
	}
	return cut;
}
