import type {Readable} from '../../domain/ports.ts';
import type {Size} from '../frame/layout.ts';
import type {Output} from './screen-writer.ts';

const usual: Size = {columns: 80, rows: 24};

/** Follows the size of a terminal. */
export function createTerminalSize(output: Output): Readable<Size> {
	let size = usual;
	const read = () => {
		const columns = output.columns || usual.columns;
		const rows = output.rows || usual.rows;
		if (columns !== size.columns || rows !== size.rows) size = {columns, rows};
		return size;
	};
	return {
		getSnapshot: read,
		subscribe(listener) {
			output.on('resize', listener);
			return () => output.off('resize', listener);
		},
	};
}
