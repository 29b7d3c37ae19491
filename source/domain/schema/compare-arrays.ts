import type {Json, JsonObject} from '../json.ts';
import {compareSchemas} from './compare-schemas.ts';
import {type Comparison, type Place, within} from './comparison.ts';

/** Compares what may stand at each position of a list, and after the last one that has a schema of its own. */
export function compareArrays(comparison: Comparison, place: Place, old: JsonObject, fresh: JsonObject): void {
	const [before, after] = [positionsOf(old), positionsOf(fresh)];
	for (let index = 0; index < Math.max(before.length, after.length); index++) {
		const at = within(place, 'prefixItems', String(index));
		compareSchemas(comparison, at, before[index] ?? old.items, after[index] ?? fresh.items);
	}
	compareSchemas(comparison, within(place, 'items'), old.items, fresh.items);
}

const positionsOf = ({prefixItems}: JsonObject): readonly Json[] => (Array.isArray(prefixItems) ? prefixItems : []);
