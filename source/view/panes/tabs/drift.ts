import {plural} from '../../../domain/format.ts';
import {type ChangeClass, changeClasses, type SchemaChange} from '../../../domain/schema/schema-change.ts';
import type {SchemaRecord, SchemaState} from '../../../domain/snapshot.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {type Line, span} from '../../draw/line.ts';
import {formatMoment} from '../../draw/time.ts';
import {wrapTo} from '../../draw/width.ts';
import {drawChange, toneOfClass} from './change-lines.ts';
import {describeAcceptance, drawDriftPast} from './drift-past.ts';
import {countClasses, shortHash} from './drift-words.ts';

export interface DriftTab {
	readonly schema: SchemaState;
	/** Null while it is fetched, and where none is kept. */
	readonly record: SchemaRecord | null;
}

const mostChanges = 100;

/** How a server's tools differ from what was accepted, the gravest first; then what happened when. */
export function drawDrift({schema, record}: DriftTab, context: DrawContext): readonly Line[] {
	const past = record ? drawDriftPast(record, context) : [];
	return fitLines(
		[
			...drawState({schema, record}, context),
			...drawAccepted({schema, record}, context),
			...drawChanges(schema.changes, context),
			...(past.length > 0 ? [[], ...past] : []),
		],
		context,
	);
}

function drawState({schema, record}: DriftTab, context: DrawContext): readonly Line[] {
	const {now} = context;
	const hash = shortHash(schema.hash);
	const baseline = schema.baseline ?? record?.baseline;
	switch (schema.state) {
		case 'unknown':
			return quietLines('its tools have not been listed yet', context);
		case 'new':
			return quietLines(`first look at its tools (${hash}): what differs from now on is shown here`, context);
		case 'unchanged': {
			const since = baseline ? ` since ${formatMoment(baseline.takenAt, now)}` : '';
			return [[span(' unchanged', 'good'), span(`${since} (${hash})`)]];
		}
		case 'drifted': {
			const since = schema.changedAt === null ? '' : ` since ${formatMoment(schema.changedAt, now)}`;
			const from = baseline && baseline.hash !== schema.hash ? `, baseline ${shortHash(baseline.hash)}` : '';
			const tone = schema.class ? toneOfClass(schema.class) : 'plain';
			return [
				[span(` drifted${schema.class ? `: ${schema.class}` : ''}`, tone), span(`${since}, now ${hash}${from}`)],
				...drawReturn(schema, context),
				...(schema.changes.length > 0 ? quietLines(countClasses(schema.changes), context) : []),
			];
		}
	}
}

/** What has been seen stays until a person has looked at it, even if it is there no more. */
function drawReturn({revertedAt}: SchemaState, context: DrawContext): readonly Line[] {
	if (revertedAt == null) return [];
	const moment = formatMoment(revertedAt, context.now);
	return wrapTo(
		`as in the baseline again since ${moment}, but nobody has accepted what was there before`,
		context.columns - 2,
	).map(text => [span(` ${text}`, 'warning')]);
}

function drawAccepted({schema, record}: DriftTab, context: DrawContext): readonly Line[] {
	const accepted = schema.accepted ?? record?.accepted;
	if (!accepted) return [];
	const previous = record?.accepted ? `, in place of ${shortHash(record.accepted.previous.hash)}` : '';
	return quietLines(`${describeAcceptance(accepted.by, accepted.at, context)}${previous}`, context);
}

function drawChanges(changes: readonly SchemaChange[], context: DrawContext): readonly Line[] {
	const rank = (kind: ChangeClass) => changeClasses.indexOf(kind);
	const sorted = changes.toSorted((a, b) => rank(a.class) - rank(b.class));
	const more = sorted.length - mostChanges;
	return [
		...sorted.slice(0, mostChanges).flatMap(change => [[], ...drawChange(change, context)]),
		...(more > 0 ? [[], ...quietLines(`and ${plural(more, 'change')} more`, context)] : []),
	];
}
