import type {Alert, AlertKind} from '../../../domain/alert.ts';
import {aboutOf} from '../../../domain/alert-kinds.ts';
import type {ServerState} from '../../../domain/fleet.ts';
import {type DrawContext, fitLines, quietLines} from '../../charts/draw-context.ts';
import {foreign, type Line, span} from '../../draw/line.ts';
import {formatMoment} from '../../draw/time.ts';
import {widthOf, wrapTo} from '../../draw/width.ts';
import {markOfAlert} from '../../frame/alert-mark.ts';

export interface AlertLog {
	/** Newest first. */
	readonly alerts: readonly Alert[];
	/** Tell which alerts somebody has taken on since. */
	readonly servers: readonly ServerState[];
	/** When the log was last looked at, ms since the epoch; null for never. */
	readonly lastSeenAt: number | null;
}

const mostLinesEach = 4;

/** What people were told of, newest first, with a rule between what is new since the last look and what is not. */
export function drawAlertLog({alerts, servers, lastSeenAt}: AlertLog, context: DrawContext): readonly Line[] {
	if (alerts.length === 0) return fitLines(quietLines('no alerts yet', context), context);
	const moments = alerts.map(({at}) => formatMoment(at, context.now));
	const width = moments.reduce((most, {length}) => Math.max(most, length), 0);
	const newCount = lastSeenAt === null ? 0 : alerts.filter(({at}) => at > lastSeenAt).length;
	const taken = takenOn(servers);
	const lines = alerts.flatMap((alert, index) => [
		...drawAlert(
			alert,
			(moments[index] ?? '').padStart(width),
			alert.phase === 'opened' ? taken.get(keyOf(alert.server, alert.about, alert.startedAt)) : undefined,
			context,
		),
		...(index === newCount - 1 ? [drawRule(lastSeenAt ?? 0, context)] : []),
	]);
	return fitLines(lines, context);
}

function drawAlert(alert: Alert, moment: string, takenBy: string | undefined, context: DrawContext): readonly Line[] {
	const {glyphs} = context.look;
	const {glyph, tone} = markOfAlert(alert, context.look);
	const margin = widthOf(moment) + 2;
	const name = foreign(alert.server);
	const message = `${name} ${foreign(alert.message)}`;
	const marks = [
		...(alert.affects.length > 0 ? [`affects ${alert.affects.map(foreign).join(', ')}`] : []),
		...(alert.isSilenced ? ['silenced'] : []),
		...(takenBy === undefined ? [] : [`taken on by ${foreign(takenBy)}`]),
	].map(mark => `${glyphs.separator} ${mark}`);
	const room = Math.max(10, context.columns - margin - 3);
	const pieces = wrapTo([message, ...marks].join(' '), room).slice(0, mostLinesEach);
	return pieces.map((piece, index): Line => {
		if (index > 0) return [span(' '.repeat(margin + 2)), span(piece, 'dim')];
		const hasName = piece.startsWith(name);
		return [
			span(` ${moment} `, 'dim'),
			span(glyph, tone),
			span(' '),
			span(hasName ? name : '', 'strong'),
			span(hasName ? piece.slice(name.length) : piece),
		];
	});
}

function drawRule(lastSeenAt: number, {columns, look, now}: DrawContext): Line {
	const {rule, rising} = look.glyphs;
	const title = ` ${rule}${rule} ${rising} new since ${formatMoment(lastSeenAt, now)} `;
	return [span(title + rule.repeat(Math.max(0, columns - widthOf(title) - 1)), 'accent')];
}

/** Who has taken on the incidents of which people were told. */
const takenOn = (servers: readonly ServerState[]): ReadonlyMap<string, string> =>
	new Map(
		servers.flatMap(({server, incidents}) =>
			incidents.flatMap(({kind, startedAt, acknowledgement}): [string, string][] =>
				acknowledgement ? [[keyOf(server.name, aboutOf(kind), startedAt), acknowledgement.by]] : [],
			),
		),
	);

const keyOf = (server: string, about: AlertKind, startedAt: number): string => `${startedAt} ${about} ${server}`;
