import {plural} from '../../../domain/format.ts';
import {describeChanges} from '../../../domain/schema/schema-change.ts';
import type {DriftEvent, SchemaRecord} from '../../../domain/snapshot.ts';
import type {DrawContext} from '../../charts/draw-context.ts';
import {foreign, type Line, span} from '../../draw/line.ts';
import {formatMoment} from '../../draw/time.ts';
import {wrapTo} from '../../draw/width.ts';
import {glyphOfClass, toneOfClass} from './change-lines.ts';
import {shortHash} from './drift-words.ts';

const margin = 4;
const mostLinesEach = 4;

/** When a server's tools became others, newest first, and who accepted that. Nothing where they never did. */
export function drawDriftPast({events = []}: SchemaRecord, context: DrawContext): readonly Line[] {
	if (events.length === 0) return [];
	return [[span(' what happened', 'accent')], ...events.flatMap(event => drawEvent(event, context))];
}

function drawEvent(event: DriftEvent, context: DrawContext): readonly Line[] {
	const {at, hash, from, isReturn, times, acceptedBy, acceptedAt} = event;
	const kind = event.class;
	const way = [
		isReturn ? `went back to ${shortHash(hash)}` : `${shortHash(from)} became ${shortHash(hash)}`,
		...(times > 1 ? [plural(times, 'time')] : []),
	].join(', ');
	const accepted =
		acceptedAt === null ? 'nobody has accepted it' : describeAcceptance(acceptedBy ?? 'somebody', acceptedAt, context);
	const room = Math.max(10, context.columns - margin - 1);
	const details = [
		...wrapTo(foreign(describeChanges(event.changes)), room),
		...(isReturn ? [] : wrapTo(accepted, room)),
	];
	return [
		[
			span(` ${formatMoment(at, context.now)} `, 'dim'),
			span(`${glyphOfClass(kind, context)} ${kind}`, toneOfClass(kind)),
			span(` ${way}`),
		],
		...details
			.filter(text => text !== '')
			.slice(0, mostLinesEach)
			.map((text): Line => [span(' '.repeat(margin) + text, 'dim')]),
	];
}

/** "accepted by ann, 1 Apr 14:22" */
export const describeAcceptance = (by: string, at: number, {now}: DrawContext): string =>
	`accepted by ${foreign(by)}, ${formatMoment(at, now)}`;
