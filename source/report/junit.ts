import {type FailCondition, failuresOf} from '../domain/fail-on.ts';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import {notesOf} from '../domain/notes.ts';
import {describeFailure} from './ci-failure.ts';

/**
 * A check as a JUnit report: a test case for each server, in which each condition that fails the check is a failure.
 * There is no standard for the format; this is what the common readers of it have in common.
 */
export function renderJunit(
	{name, host}: Pick<Fleet, 'name' | 'host'>,
	states: readonly ServerState[],
	conditions: readonly FailCondition[],
	now: number,
): string {
	const cases = states.map(state => toCase(state, conditions, now, name));
	const counts = {
		tests: states.length,
		failures: cases.filter(({isFailed}) => isFailed).length,
		errors: 0,
		skipped: cases.filter(({isSkipped}) => isSkipped).length,
		time: seconds(states.reduce((sum, {lastCheck}) => sum + (lastCheck?.latencyMs ?? 0), 0)),
	};
	const suite = {name, ...counts, timestamp: new Date(now).toISOString().slice(0, 19), hostname: host};
	return [
		'<?xml version="1.0" encoding="UTF-8"?>',
		`<testsuites${attributes({name: 'LangSight', ...counts})}>`,
		`  <testsuite${attributes(suite)}>`,
		...cases.flatMap(({lines}) => lines),
		'  </testsuite>',
		'</testsuites>',
		'',
	].join('\n');
}

interface Case {
	readonly isFailed: boolean;
	readonly isSkipped: boolean;
	readonly lines: readonly string[];
}

function toCase(state: ServerState, conditions: readonly FailCondition[], now: number, fleet: string): Case {
	const {server, lastCheck, health} = state;
	const failures = failuresOf(conditions, state);
	const isSkipped = failures.length === 0 && (!server.enabled || lastCheck === null);
	const notes = notesOf(state, now);
	const {hint} = health.failure ?? {};
	const text = escapeXml([...notes, ...(hint ? [hint] : [])].join('\n'));
	const inside = [
		...failures.map(condition => {
			const message = `${condition}: ${describeFailure(condition, state, now)}`;
			return `      <failure${attributes({message, type: condition})}>${text}</failure>`;
		}),
		...(isSkipped ? [`      <skipped${attributes({message: notes[0] ?? 'not checked'})}/>`] : []),
	];
	const open = `    <testcase${attributes({
		classname: `langsight.${fleet}`,
		name: server.name,
		time: seconds(lastCheck?.latencyMs ?? 0),
	})}`;
	const lines = inside.length > 0 ? [`${open}>`, ...inside, '    </testcase>'] : [`${open}/>`];
	return {isFailed: failures.length > 0, isSkipped, lines};
}

const seconds = (ms: number): string => (ms / 1000).toFixed(3);

const attributes = (values: Readonly<Record<string, string | number>>): string =>
	Object.entries(values)
		.map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
		.join('');

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

/** Text for content and attributes. What XML 1.0 §2.2 does not let stand there, not even by its number, is replaced. */
const escapeXml = (text: string): string =>
	text
		.replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
		.replaceAll(/[&<>"']/g, character => entities[character] ?? '')
		.replaceAll(/[\t\n\r]/g, character => `&#${character.charCodeAt(0)};`);
