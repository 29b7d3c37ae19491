import {type Grade, gradeAtMost, type Scale} from '../grade.ts';
import {plainText} from '../plain-text.ts';
import {type ChangeClass, describeChanges} from '../schema/schema-change.ts';
import {windowMs} from '../stats.ts';
import type {Part} from './dimension.ts';
import type {Signals} from './signals.ts';

const driftGrades: Readonly<Record<ChangeClass, Grade>> = {
	breaking: 'D',
	suspicious: 'C',
	warning: 'B',
	compatible: 'A',
};

const meanings: Readonly<Record<ChangeClass, string>> = {
	breaking: 'its tools have changed so that callers break',
	suspicious: 'what agents read of its tools has changed',
	warning: 'its tools have changed so that callers may notice',
	compatible: 'its tools have changed so that nobody is hurt',
};

/** What differs from the tools that somebody accepted, until somebody accepts it. */
export function judgeDrift({schema}: Signals): Part {
	switch (schema.state) {
		case 'unknown':
			return {grade: 'A', fact: 'schema not seen yet', deduction: null};
		case 'new':
		case 'unchanged':
			return {grade: 'A', fact: `schema ${schema.state}`, deduction: null};
		case 'drifted': {
			const kind = schema.class ?? 'compatible';
			const grade = driftGrades[kind];
			const fact = `${kind} drift`;
			if (grade === 'A') return {grade, fact, deduction: null};
			return {
				grade,
				fact,
				deduction: {
					text: `${meanings[kind]}, and nobody has accepted that: ${grade} at best`,
					evidence: plainText(describeChanges(schema.changes)),
					remedy: 'look at the change, let the agents follow it, and accept it; or have it taken back',
				},
			};
		}
	}
}

/** How often the tools may change in 7 days. */
const changeScale: Scale = [1, 3, 6, 13];

/** Changes that merely add are none of these: they take nothing from anyone. */
export function judgeChanges({drifts = [], now}: Signals): Part {
	const from = now - windowMs['7d'];
	const counted = drifts.filter(event => event.at >= from && event.at <= now && event.class !== 'compatible');
	const count = counted.reduce((sum, {times}) => sum + Math.max(1, times), 0);
	const grade = gradeAtMost(count, changeScale);
	const fact = count === 0 ? '' : `${count} ${count === 1 ? 'change' : 'changes'} of its tools`;
	if (grade === 'A') return {grade, fact, deduction: null};
	const [last] = counted;
	return {
		grade,
		fact,
		deduction: {
			text: `its tools change too often: ${grade} at best`,
			evidence: `${count} changes in 7 days${last ? `, the last: ${plainText(describeChanges(last.changes))}` : ''}`,
			remedy: 'pin its version, and where several instances share an address let all run the same one',
		},
	};
}
