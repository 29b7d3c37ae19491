import {plural} from '../format.ts';
import {gradeOfPoints} from '../grade.ts';
import {compareSeverity, type FindingSeverity, type SecurityFinding} from '../security-finding.ts';
import {type Deduction, type Dimension, graded, ungraded} from './dimension.ts';
import type {Signals} from './signals.ts';

/** What a fail takes from an A, in grades. What is left is rounded down, so that every fail is felt at first. */
const costs: Readonly<Record<FindingSeverity, {readonly points: number; readonly words: string}>> = {
	critical: {points: 4, words: 'takes all'},
	high: {points: 2, words: 'takes two grades'},
	medium: {points: 1, words: 'takes one grade'},
	low: {points: 0.5, words: 'takes half a grade'},
};

/** Without these nothing is said of a server that is reached over a network. */
const needed: readonly string[] = ['authentication', 'tls'];

/** Grades what the security checks found. What does not apply, as TLS to stdio, takes nothing. */
export function gradeSecurity({security}: Signals): Dimension {
	if (security === null) return ungraded('the security checks have not run');
	const fails = failsIn(security);
	const deductions = fails.map(toDeduction);
	const open = security.filter(finding => finding.result === 'not_assessable' && !isNotApplicable(finding));
	const lacking = open.filter(({check}) => needed.includes(check));
	if (lacking.length > 0)
		return ungraded(
			lacking.map(({check, reason}) => `${wordCheck(check)}: ${reason ?? 'unknown'}`).join('; '),
			deductions,
		);
	const passed = security.filter(({result}) => result === 'pass').length;
	if (passed + fails.length === 0) return ungraded('no security check could be made');
	const lost = fails.reduce((sum, {severity}) => sum + costs[severity].points, 0);
	const why = [
		`${plural(passed, 'check')} passed`,
		...(fails.length > 0 ? [`${fails.length} failed`] : []),
		...(open.length > 0 ? [`${open.length} not assessable`] : []),
	].join(', ');
	return graded(gradeOfPoints(Math.floor(4 - lost)), why, deductions);
}

/** The fails, the gravest first. */
export const failsIn = (findings: readonly SecurityFinding[]): readonly Fail[] =>
	findings.filter(isFail).sort((a, b) => compareSeverity(a.severity, b.severity));

/** `poisoned_text` reads as "poisoned text". */
export const wordCheck = (check: string): string => check.replaceAll('_', ' ');

type Fail = SecurityFinding & {readonly severity: FindingSeverity};

const isFail = (finding: SecurityFinding): finding is Fail => finding.result === 'fail' && finding.severity !== null;

const isNotApplicable = ({reason}: SecurityFinding): boolean => reason?.startsWith('not applicable') === true;

const toDeduction = ({check, owasp, severity, evidence, remedy}: Fail): Deduction => ({
	text: `${wordCheck(check)} (${owasp}): ${severity}, ${costs[severity].words}`,
	evidence: evidence ?? 'the check failed',
	remedy: remedy ?? 'see what the security scan says of it',
});
