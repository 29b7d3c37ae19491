import {plural} from '../../../domain/format.ts';
import {changeClasses, type SchemaChange} from '../../../domain/schema/schema-change.ts';

const shownOfHash = 12;

/** As much of a hash as tells it from others. */
export const shortHash = (hash: string | null): string => hash?.slice(0, shownOfHash) ?? 'unknown';

/** "4 changes: 1 breaking, 3 compatible" */
export function countClasses(changes: readonly SchemaChange[]): string {
	const counted = changeClasses.flatMap(kind => {
		const count = changes.filter(change => change.class === kind).length;
		return count > 0 ? [`${count} ${kind}`] : [];
	});
	return `${plural(changes.length, 'change')}${counted.length > 0 ? `: ${counted.join(', ')}` : ''}`;
}
