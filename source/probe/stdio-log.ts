import {plainText} from '../domain/plain-text.ts';
import {createLineSplitter} from './stdio-lines.ts';
import type {Redact} from './stdio-secrets.ts';

/** The newest lines of a server's stderr. */
export interface StderrLog {
	write(chunk: Buffer): void;
	/** Cleaned of control sequences and secrets, blank ones left out. */
	lines(): readonly string[];
}

export const keptLines = 200;
const maxLineLength = 2000;
const maxLineBytes = 8000;

/** Lines are cleaned when they are looked at, not when they come: a flood must not cost more than reading it. */
export function createStderrLog(redact: Redact): StderrLog {
	const kept: string[] = [];
	const splitter = createLineSplitter(
		line => {
			if (line.trim() === '') return;
			kept.push(line);
			if (kept.length > keptLines) kept.shift();
		},
		{maxLineBytes},
	);
	return {
		write: splitter.write,
		lines: () =>
			[...kept, splitter.rest()]
				.map(line => redact(plainText(line, maxLineLength)))
				.filter(line => line !== '')
				.slice(-keptLines),
	};
}
