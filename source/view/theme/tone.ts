/** What a piece of text is, from which its colour follows. */
export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'warning' | 'bad' | 'accent' | BarTone | DiffTone | HeatTone;

/** What lies behind text. `selected` goes around a line that is drawn already, filled up with blanks to its width. */
export type BarTone = 'selected' | 'paused' | 'cursor';

/** `marked` is a row that was chosen for what comes next; the others are the two sides of a difference. */
export type DiffTone = 'marked' | 'added' | 'removed';

/** From calm to grave. */
export const heatTones = ['heat0', 'heat1', 'heat2', 'heat3', 'heat4'] as const;
export type HeatTone = (typeof heatTones)[number];

/** The tone for a share from 0, where all is well, to 1. */
export function toneOfHeat(share: number): HeatTone {
	const step = Math.min(heatTones.length - 1, Math.max(0, Math.floor(share * heatTones.length)));
	return heatTones[step] ?? 'heat0';
}
