/** A part of a list that is too long for its place. */
export interface Window {
	/** First line shown. */
	readonly offset: number;
	readonly height: number;
	readonly total: number;
}

/** The window in which line `selected` stands `selectedLine` below the top, as nearly as the ends of the list allow. */
export function windowAround(selected: number, selectedLine: number, total: number, height: number): Window {
	const line = clamp(selectedLine, 0, Math.max(0, height - 1));
	return {offset: clamp(selected - line, 0, Math.max(0, total - height)), height, total};
}

/** "3-12 of 40", or null when everything fits. */
export function describeWindow({offset, height, total}: Window): string | null {
	if (total <= height) return null;
	return `${offset + 1}-${Math.min(total, offset + height)} of ${total}`;
}

export const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
