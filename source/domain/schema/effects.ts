import type {ChangeClass} from './schema-change.ts';

/** What a change of a schema means where agents send what it describes, and where they are sent it. */
export interface Effect {
	readonly input: ChangeClass;
	readonly output: ChangeClass;
}

/** Something that was valid no longer is: arguments are refused, and results keep what was promised. */
export const narrower: Effect = {input: 'breaking', output: 'compatible'};

/** Something is valid that was not: arguments still pass, but results may be what nobody expects. */
export const wider: Effect = {input: 'compatible', output: 'breaking'};

/** Both at once, such as another type. */
export const different: Effect = {input: 'breaking', output: 'breaking'};

/** Nobody can tell which. */
export const unclear: Effect = {input: 'warning', output: 'warning'};

/** Where other rules can turn the meaning of a part round, what looks harmless is not known to be so. */
export const doubted = ({input, output}: Effect): Effect => ({input: doubt(input), output: doubt(output)});

const doubt = (found: ChangeClass): ChangeClass => (found === 'compatible' ? 'warning' : found);
