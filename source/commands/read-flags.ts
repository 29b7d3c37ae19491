import {UserError} from '../domain/errors.ts';
import {defaultFailConditions, type FailCondition, failConditions, isFailCondition} from '../domain/fail-on.ts';
import {type FindingSeverity, findingSeverities} from '../domain/security-finding.ts';
import {type GroupBy, isGroupBy} from '../domain/select.ts';

/** What makes the exit code 1. */
export function readFailOn(text: string | undefined): readonly FailCondition[] {
	if (text === undefined) return defaultFailConditions;
	const words = text.split(',').map(word => word.trim());
	const unknown = words.find(word => !isFailCondition(word));
	if (unknown === undefined) return words.filter(isFailCondition);
	throw new UserError(`--fail-on does not know "${unknown}"`, `Known: ${Object.keys(failConditions).join(', ')}`);
}

/** Further tries before a failure counts. */
export function readRetries(retries = 0): number {
	if (Number.isInteger(retries) && retries >= 0 && retries <= 10) return retries;
	throw new UserError('--retries must be a whole number from 0 to 10');
}

/** Null where nothing is to be grouped. */
export function readGroupBy(text: string | undefined): GroupBy | null {
	if (text === undefined) return null;
	if (isGroupBy(text)) return text;
	throw new UserError(`--group-by does not know "${text}"`, 'One of: tag:KEY, project, status, transport');
}

/** From which severity on a finding makes the exit code 1. */
export function readSeverity(text = 'high'): FindingSeverity {
	const severity = findingSeverities.find(known => known === text);
	if (severity) return severity;
	throw new UserError(`--fail-on does not know "${text}"`, `Of a scan: ${findingSeverities.join(', ')}`);
}
