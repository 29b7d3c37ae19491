/** What a column shows. */
export type ColumnId = 'name' | 'status' | 'latency' | 'p95' | 'uptime' | 'tools' | 'trend' | 'notes';

/** A column as laid out. */
export interface Column {
	readonly id: ColumnId;
	readonly title: string;
	readonly align: 'left' | 'right';
	readonly width: number;
}

interface Kind {
	readonly id: ColumnId;
	readonly title: string;
	readonly align: 'left' | 'right';
	readonly narrowest: number;
	readonly widest: number;
	/** Columns with the lowest rank go last when room runs out; those of rank 0 never go. */
	readonly rank: number;
}

const kind = (id: ColumnId, title: string, rank: number, narrowest: number, widest = narrowest): Kind => ({
	id,
	title,
	align: ['latency', 'p95', 'uptime', 'tools'].includes(id) ? 'right' : 'left',
	narrowest,
	widest,
	rank,
});

/** All columns, from left to right. */
const kinds: readonly Kind[] = [
	kind('name', 'SERVER', 0, 12, 30),
	kind('status', 'STATUS', 0, 10, 14),
	kind('latency', 'LATENCY', 1, 7),
	kind('p95', 'P95', 3, 6),
	kind('uptime', 'UP 24H', 4, 6),
	kind('tools', 'TOOLS', 5, 5),
	kind('trend', 'TREND', 2, 8, 16),
	kind('notes', 'NOTES', 0, 16, Number.POSITIVE_INFINITY),
];

/** Blanks between two columns. */
export const columnGap = 2;

/** Where the selection mark stands, before the first column. */
export const marginWidth = 3;

/**
 * Chooses the columns for so many columns of the terminal. The optional ones come in, the important first, while names and
 * notes stay readable; then the name grows to the longest name, the status to hold `1/3`, the trend, and notes take the rest.
 */
export function chooseColumns(terminalColumns: number, longestName: number): readonly Column[] {
	const room = terminalColumns - marginWidth;
	const ranks = [...new Set(kinds.map(({rank}) => rank))].sort((a, b) => b - a);
	const cutoff = ranks.find(rank => sumOf(baseOf(rank, longestName)) <= room) ?? 0;
	const base = baseOf(cutoff, longestName);
	let spare = Math.max(0, room - sumOf(base));
	const grown = base.map(({id, title, align, width, widest}) => {
		const wanted = id === 'name' ? Math.min(widest, longestName) : id === 'notes' ? width : widest;
		const more = Math.min(spare, Math.max(0, wanted - width));
		spare -= more;
		return {id, title, align, width: width + more};
	});
	return grown.map(one => (one.id === 'notes' ? {...one, width: one.width + spare} : one));
}

const readableName = 16;
const readableNotes = 24;

/** The columns up to a rank with the least width that is bearable: the more there is to see, the more room notes need. */
function baseOf(cutoff: number, longestName: number) {
	return kinds
		.filter(({rank}) => rank <= cutoff)
		.map(one => {
			const isRoomy = (one.id === 'name' && cutoff > 0) || (one.id === 'notes' && cutoff > 1);
			const roomy = one.id === 'name' ? Math.min(readableName, longestName) : readableNotes;
			return {...one, width: isRoomy ? Math.max(one.narrowest, roomy) : one.narrowest};
		});
}

const sumOf = (columns: readonly {readonly width: number}[]): number =>
	columns.reduce((sum, {width}) => sum + width, 0) + columnGap * (columns.length - 1);
