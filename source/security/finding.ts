import {hideInText} from '../domain/hide-secrets.ts';
import {plainText} from '../domain/plain-text.ts';
import type {FindingSeverity, SecurityFinding} from '../domain/security-finding.ts';
import type {About} from './context.ts';

const longestEvidence = 400;

/** All is well, as far as the evidence goes. */
export const pass = (about: About, evidence: string): SecurityFinding => ({
	...about,
	result: 'pass',
	severity: null,
	evidence: printable(evidence),
	remedy: null,
	reason: null,
});

/** @param evidence without secrets: what a check says of one it has redacted itself. */
export const fail = (about: About, severity: FindingSeverity, evidence: string, remedy: string): SecurityFinding => ({
	...about,
	result: 'fail',
	severity,
	evidence: printable(evidence),
	remedy,
	reason: null,
});

export const notAssessable = (about: About, reason: string): SecurityFinding => ({
	...about,
	result: 'not_assessable',
	severity: null,
	evidence: null,
	remedy: null,
	reason: printable(reason),
});

/** The first few of many: `a; b; c and 4 more`. The others are not even described. */
export function listed<T>(items: readonly T[], describe: (item: T) => string, most = 3): string {
	const told = items.slice(0, most).map(describe).join('; ');
	return items.length > most ? `${told} and ${items.length - most} more` : told;
}

/** A name or a path from outside, fit to stand in a sentence. */
export const shown = (text: string, longest = 80): string => hideInText(plainText(text, longest));

const printable = (text: string): string => plainText(text, longestEvidence);
