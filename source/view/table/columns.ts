import type {ColumnName} from '../../domain/columns.ts';
import type {Order, OrderBy} from '../../domain/select.ts';

/** A column as laid out. */
export interface Column {
	readonly id: ColumnName;
	readonly title: string;
	readonly align: 'left' | 'right';
	readonly width: number;
}

interface Kind {
	readonly id: ColumnName;
	readonly title: string;
	readonly align: 'left' | 'right';
	readonly narrowest: number;
	readonly widest: number;
	/** Columns with the lowest rank go last when room runs out; those of rank 0 never go. */
	readonly rank: number;
	/** What rows are ordered by under this title; null where that would mean nothing. */
	readonly orderBy: OrderBy | null;
}

const text = (
	id: ColumnName,
	title: string,
	rank: number,
	[narrowest, widest]: readonly [number, number],
	orderBy: OrderBy | null,
): Kind => ({id, title, align: 'left', narrowest, widest, rank, orderBy});

const figure = (id: ColumnName, title: string, rank: number, width: number, orderBy: OrderBy): Kind => ({
	id,
	title,
	align: 'right',
	narrowest: width,
	widest: width,
	rank,
	orderBy,
});

/** All columns, from left to right. */
const kinds: readonly Kind[] = [
	text('name', 'SERVER', 0, [12, 30], 'name'),
	text('status', 'STATUS', 0, [10, 14], 'status'),
	figure('latency', 'LATENCY', 1, 8, 'latency'),
	figure('p95', 'P95', 3, 6, 'p95'),
	figure('uptime', 'UP 24H', 4, 7, 'uptime'),
	figure('tools', 'TOOLS', 5, 6, 'tools'),
	figure('grade', 'GRADE', 6, 6, 'grade'),
	text('trend', 'TREND', 2, [8, 16], null),
	text('notes', 'NOTES', 0, [16, Number.POSITIVE_INFINITY], null),
];

/** How rows can be ordered, as the titles stand from left to right; the order of the configuration comes before them. */
export const orderingsInTurn: readonly OrderBy[] = [
	'config',
	...kinds.flatMap(({orderBy}) => (orderBy === null ? [] : [orderBy])),
];

/** What one wants to see first: what is slow, what was away, what has many tools; else the beginning. */
export const naturalOrder = (by: OrderBy): Order => ({by, isDescending: ['latency', 'p95', 'tools'].includes(by)});

/** True when what is largest stands first; of statuses the gravest is the largest. */
export const isFalling = ({by, isDescending}: Order): boolean => (by === 'status' ? !isDescending : isDescending);

/** Blanks between two columns. */
export const columnGap = 2;

/** Where the marks stand, before the first column. */
export const marginWidth = 3;

/**
 * Chooses the columns for so many columns of the terminal, among those that are wanted. The optional ones come in, the
 * important first, while names and notes stay readable; before them all comes the one by which the rows are ordered,
 * whose arrow would be missed. Then the name grows to the longest name, the status to hold
 * `1/3`, the trend, and notes take the rest.
 */
export function chooseColumns(
	terminalColumns: number,
	longestName: number,
	wanted: readonly ColumnName[] | null,
	orderedBy: OrderBy,
): readonly Column[] {
	const room = terminalColumns - marginWidth;
	const known = wantedKinds(wanted).map(one =>
		one.orderBy === orderedBy ? {...one, rank: Math.min(one.rank, 0.5)} : one,
	);
	const ranks = [...new Set(known.map(({rank}) => rank))].sort((a, b) => b - a);
	const baseOf = (cutoff: number) => withLeastWidths(known, cutoff, longestName);
	const cutoff = ranks.find(rank => sumOf(baseOf(rank)) <= room) ?? 0;
	const base = baseOf(cutoff);
	let spare = Math.max(0, room - sumOf(base));
	const grown = base.map(({id, title, align, width, widest}) => {
		const most = id === 'name' ? Math.min(widest, longestName) : id === 'notes' ? width : widest;
		const more = Math.min(spare, Math.max(0, most - width));
		spare -= more;
		return {id, title, align, width: width + more};
	});
	return grown.map(one => (one.id === 'notes' ? {...one, width: one.width + spare} : one));
}

/** The name always comes along: without it no row says anything. */
function wantedKinds(wanted: readonly ColumnName[] | null): readonly Kind[] {
	if (wanted === null) return kinds;
	const ids = new Set<ColumnName>([...(wanted.includes('name') ? [] : (['name'] as const)), ...wanted]);
	return [...ids].flatMap(id => kinds.filter(one => one.id === id));
}

const readableName = 16;
const readableNotes = 24;

/** The columns up to a rank with the least width that is bearable: the more there is to see, the more room notes need. */
function withLeastWidths(known: readonly Kind[], cutoff: number, longestName: number) {
	return known
		.filter(({rank}) => rank <= cutoff)
		.map(one => {
			const isRoomy = (one.id === 'name' && cutoff > 0) || (one.id === 'notes' && cutoff > 1);
			const roomy = one.id === 'name' ? Math.min(readableName, longestName) : readableNotes;
			return {...one, width: isRoomy ? Math.max(one.narrowest, roomy) : one.narrowest};
		});
}

const sumOf = (columns: readonly {readonly width: number}[]): number =>
	columns.reduce((sum, {width}) => sum + width, 0) + columnGap * (columns.length - 1);
