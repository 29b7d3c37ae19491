import {UserError} from '../domain/errors.ts';
import {isGroupBy, type Order, type OrderBy} from '../domain/select.ts';
import {type Ui, usualUi} from '../domain/ui.ts';
import {describeMissing, type Environment, interpolate} from './interpolate.ts';
import type {Config} from './parse-config.ts';
import {describeBadFilter, describeBadGrouping} from './schema/ui.ts';

/** How the screen is to be when it opens. Throws a `UserError` when a variable leaves what cannot be used. */
export function toUi(config: Config, env: Environment): Ui {
	const {theme, columns, order, group_by, filter, bell, mouse} = config.data.ui ?? {};
	const groupBy = group_by === undefined ? null : fill(group_by, 'group_by', describeBadGrouping, config, env);
	return {
		theme: theme ?? usualUi.theme,
		columns: columns ?? null,
		order: order === undefined ? null : toOrder(order),
		groupBy: groupBy !== null && isGroupBy(groupBy) ? groupBy : null,
		filter: filter === undefined ? null : fill(filter, 'filter', describeBadFilter, config, env),
		bell: bell ?? usualUi.bell,
		mouse: mouse ?? usualUi.mouse,
	};
}

type OrderText = NonNullable<NonNullable<Config['data']['ui']>['order']>;

function toOrder(text: OrderText): Order {
	const [by, direction] = text.split(' ') as [OrderBy, string | undefined];
	return {by, isDescending: direction === 'desc'};
}

/** Puts variables in, and judges what has become of the text. */
function fill(
	text: string,
	key: string,
	describeBad: (text: string) => string | null,
	{shownFile}: Config,
	env: Environment,
): string {
	const missing = new Set<string>();
	const filled = interpolate(text, env, missing);
	const unset = describeMissing(missing);
	if (unset !== null) throw new UserError(`${shownFile}: ui.${key} cannot be used: ${unset}`);
	const mistake = describeBad(filled);
	if (mistake !== null) throw new UserError(`${shownFile}: ui.${key} ${mistake}`);
	return filled;
}
