import {closest, distance} from 'fastest-levenshtein';

/** The known word that was probably meant, or null. `intervalSeconds` means `interval_seconds`, and so on. */
export function suggest(word: string, known: readonly string[]): string | null {
	// Distances cost the product of the lengths, so a monster is not compared at all.
	if (known.length === 0 || word.length > 64) return null;
	const snake = word
		.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
		.replace(/[-\s.]+/g, '_')
		.toLowerCase();
	const found = closest(snake, known);
	// Two swapped letters are a distance of two.
	const tolerance = found.length < 4 ? 1 : Math.max(2, Math.floor(found.length / 3));
	return distance(snake, found) <= tolerance ? found : null;
}
