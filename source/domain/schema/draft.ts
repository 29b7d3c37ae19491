import type {Json} from '../json.ts';
import type {ChangeClass} from './schema-change.ts';

/** A change of which it is not yet told whose it is, with its values at full length. */
export interface Draft {
	readonly class: ChangeClass;
	readonly path: readonly string[];
	readonly text: string;
	readonly before: Json | undefined;
	readonly after: Json | undefined;
}
