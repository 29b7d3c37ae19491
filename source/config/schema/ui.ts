import * as z from 'zod';
import {columnNames} from '../../domain/columns.ts';
import {parseQuery} from '../../domain/query.ts';
import {isGroupBy, orderings} from '../../domain/select.ts';
import {themeNames} from '../../domain/ui.ts';
import {hasReference} from '../interpolate.ts';
import {flag, list, oneOf, section, text} from './fields.ts';

/** `status`, or with its direction: `latency desc`. */
const orders = orderings.flatMap(name => [name, `${name} asc`, `${name} desc`] as const);

/** What is wrong with a filter, or null. */
export function describeBadFilter(filter: string): string | null {
	const parsed = parseQuery(filter);
	return parsed.ok ? null : `cannot be read at column ${parsed.column}: ${parsed.message}`;
}

/** What is wrong with a way of grouping, or null. */
export const describeBadGrouping = (groupBy: string): string | null =>
	isGroupBy(groupBy) ? null : 'must be project, status, transport or tag:KEY, such as tag:team';

/** Text that is judged; one with a variable in it, when the variable is known. */
const judged = (maxLength: number, describeBad: (value: string) => string | null) =>
	text(maxLength).superRefine((value, context) => {
		const message = hasReference(value) ? null : describeBad(value);
		if (message !== null) context.addIssue({code: 'custom', message});
	});

const columns = list(oneOf(columnNames), 'must be a list of columns', 32).superRefine((names, context) => {
	for (const [index, name] of names.entries()) {
		if (names.indexOf(name) < index) context.addIssue({code: 'custom', path: [index], message: 'is in the list twice'});
	}
});

/** How the screen is when it opens. */
export const ui = section({
	theme: oneOf(themeNames).optional(),
	columns: columns.optional(),
	order: z
		.enum(orders, `must be ${orderings.slice(0, -1).join(', ')} or ${orderings.at(-1)}, and may end with " desc"`)
		.optional(),
	group_by: judged(64, describeBadGrouping).optional(),
	filter: judged(1024, describeBadFilter).optional(),
	bell: flag.optional(),
	mouse: flag.optional(),
});
