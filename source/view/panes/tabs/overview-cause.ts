import type {ServerState} from '../../../domain/fleet.ts';
import {formatDuration} from '../../../domain/format.ts';
import type {Health} from '../../../domain/health.ts';
import {isOpen} from '../../../domain/incident.ts';
import {matches} from '../../../domain/match.ts';
import {notesOf} from '../../../domain/notes.ts';
import {parseQuery} from '../../../domain/query.ts';
import {isActive, type Silence} from '../../../domain/silence.ts';
import type {DrawContext} from '../../charts/draw-context.ts';
import {type Line, span, widthOfLine} from '../../draw/line.ts';
import {formatMoment} from '../../draw/time.ts';
import {shownStatus, toneOfStatus} from '../../theme.ts';
import {createFact, type Fact} from '../fact.ts';
import {wordKind} from './incident-rows.ts';

/** The status, since when and why, what to do, who has taken it on, and what keeps its alerts quiet. */
export function drawCause(state: ServerState, silences: readonly Silence[], context: DrawContext): readonly Line[] {
	const fact = createFact(context.columns);
	const {health, server} = state;
	const [first, ...others] = notesOf(state, context.now);
	const hint = health.failure?.hint;
	return [
		...drawStatus(state, context),
		...(first === undefined ? [] : fact('why', first)),
		...others.flatMap(note => fact('', note)),
		...drawFailure(health, context, fact),
		...(hint ? fact('to do', hint, 'accent') : []),
		...(server.runbookUrl ? fact('runbook', server.runbookUrl, 'accent') : []),
		...drawAcknowledgements(state, context, fact),
		...drawSilences(state, silences, context, fact),
	];
}

function drawStatus(state: ServerState, {look, now, columns}: DrawContext): readonly Line[] {
	const status = shownStatus(state);
	const {since} = state.health;
	const age = since === null ? '' : ` for ${formatDuration(now - since)}, since ${formatMoment(since, now)}`;
	const flags = [
		...(state.acknowledged ? ['acknowledged'] : []),
		...(state.silenced ? ['silenced'] : []),
		...(state.isChecking ? ['being checked'] : []),
	].join(` ${look.glyphs.separator} `);
	const line = [span(` ${look.glyphs.status[status]} ${status}`, toneOfStatus(status)), span(age)];
	const flagged = [...line, span(flags === '' ? '' : ` ${look.glyphs.separator} ${flags}`, 'dim')];
	return widthOfLine(flagged) <= columns ? [flagged] : [line, [span(`   ${flags}`, 'dim')]];
}

function drawFailure({failure}: Health, {look}: DrawContext, fact: Fact): readonly Line[] {
	if (!failure) return [];
	const passing = failure.transient ? 'transient' : 'permanent';
	const phase = `while ${phaseWords[failure.phase]}`;
	return fact('failure', [failure.category, passing, phase].join(` ${look.glyphs.separator} `));
}

const phaseWords = {
	connect: 'connecting',
	initialize: 'initialising',
	list_tools: 'listing its tools',
	call_tool: 'calling a tool',
};

function drawAcknowledgements({incidents}: ServerState, {now}: DrawContext, fact: Fact): readonly Line[] {
	const told = incidents.filter(isOpen).flatMap(({kind, acknowledgement}) => {
		if (!acknowledgement) return [];
		const {by, at, reason} = acknowledgement;
		return [`${wordKind(kind)}: ${by}, ${formatMoment(at, now)}${reason ? `: ${reason}` : ''}`];
	});
	return told.flatMap((text, index) => fact(index === 0 ? 'taken on' : '', text));
}

function drawSilences(
	state: ServerState,
	silences: readonly Silence[],
	{now}: DrawContext,
	fact: Fact,
): readonly Line[] {
	const covering = silences.filter(silence => isActive(silence, now) && covers(silence, state));
	return covering.flatMap(({until, by, reason, query}, index) =>
		fact(
			index === 0 ? 'silenced' : '',
			`until ${formatMoment(until, now)} by ${by}${reason ? `: ${reason}` : ''} (${query})`,
			'warning',
		),
	);
}

function covers({query}: Silence, state: ServerState): boolean {
	const parsed = parseQuery(query);
	return parsed.ok && matches(parsed.query, state);
}
