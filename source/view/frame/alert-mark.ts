import type {Alert} from '../../domain/alert.ts';
import {type Look, type Tone, toneOfSeverity} from '../theme.ts';

/** The sign of an alert: how grave it is, that it is over, or that somebody has taken it on. */
export function markOfAlert(
	{kind, phase, severity}: Alert,
	{glyphs}: Look,
): {readonly glyph: string; readonly tone: Tone} {
	if (kind === 'recovery') return {glyph: glyphs.status.up, tone: toneOfSeverity(severity)};
	if (phase === 'closed') return {glyph: glyphs.none, tone: 'dim'};
	if (phase === 'acknowledged') return {glyph: glyphs.marked, tone: 'accent'};
	return {glyph: glyphs.severity[severity], tone: toneOfSeverity(severity)};
}
