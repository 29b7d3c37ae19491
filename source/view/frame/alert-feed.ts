import type {Alert} from '../../domain/alert.ts';
import {foreign, type Line, span} from '../draw/line.ts';
import {formatMoment} from '../draw/time.ts';
import {type Look, toneOfSeverity} from '../theme.ts';

/** The newest alerts under a rule, in so many lines. */
export function drawAlertFeed(
	alerts: readonly Alert[],
	lines: number,
	now: number,
	columns: number,
	look: Look,
): Line[] {
	if (lines < 2) return [];
	const {rule} = look.glyphs;
	const title = ` ${rule} alerts `;
	const heading = [span(`${title}${rule.repeat(Math.max(0, columns - title.length - 1))}`, 'dim')];
	if (alerts.length === 0) return [heading, [span('   none yet', 'dim')]];
	const shown = alerts.slice(0, lines - 1);
	const moments = shown.map(({at}) => formatMoment(at, now));
	const width = Math.max(...moments.map(({length}) => length));
	return [heading, ...shown.map((alert, index) => drawAlert(alert, (moments[index] ?? '').padStart(width), look))];
}

function drawAlert(alert: Alert, moment: string, look: Look): Line {
	const glyph = alert.kind === 'recovery' ? look.glyphs.status.up : look.glyphs.severity[alert.severity];
	const affects =
		alert.affects.length > 0 ? ` ${look.glyphs.separator} affects ${alert.affects.map(foreign).join(', ')}` : '';
	return [
		span(` ${moment} `, 'dim'),
		span(glyph, toneOfSeverity(alert.severity)),
		span(` ${foreign(alert.server)}`, 'strong'),
		span(` ${foreign(alert.message)}`),
		span(affects, 'dim'),
	];
}
