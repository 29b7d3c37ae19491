import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {createLineSheet} from '../../../source/view/terminal/line-sheet.ts';
import {createScreenWriter} from '../../../source/view/terminal/screen-writer.ts';
import {toTerminalLine} from '../../../source/view/terminal/terminal-line.ts';
import {createScreenModel} from '../../helpers/terminal.ts';
import {FakeOutput} from '../screen-on-model.ts';

function open(columns = 20, rows = 5) {
	const model = createScreenModel(columns, rows);
	const output = new FakeOutput(model, columns, rows);
	const writer = createScreenWriter(output);
	const lines = async () => {
		await model.write('');
		return model.lines();
	};
	return {model, output, writer, lines};
}

describe('frames on a terminal', () => {
	test('are shown line by line', async () => {
		const {writer, lines} = open();
		writer.show(['one', 'two']);
		expect(await lines()).toEqual(['one', 'two', '', '', '']);
	});

	test('fill it to the last cell without scrolling', async () => {
		const {writer, lines} = open(10, 3);
		const full = ['a'.repeat(10), 'b'.repeat(10), 'c'.repeat(10)];
		writer.show(full);
		expect(await lines()).toEqual(full);
	});

	test('are not erased from the last column on, where the cursor still stands on the last character', () => {
		const {writer, output} = open(10, 3);
		writer.show(['a'.repeat(10), 'short']);
		expect(output.writes[0]).toContain(`${'a'.repeat(10)}\x1b[2;1H`);
		expect(output.writes[0]).toContain('short\x1b[K');
	});

	test('replace each other without leaving anything behind', async () => {
		const {writer, lines} = open();
		writer.show(['a long first line', 'second', 'third']);
		writer.show(['short', 'second']);
		expect(await lines()).toEqual(['short', 'second', '', '', '']);
	});

	test('are written only where they differ, and in one write', () => {
		const {writer, output} = open();
		writer.show(['one', 'two', 'three']);
		writer.show(['one', 'TWO', 'three']);
		expect(output.writes).toHaveLength(2);
		expect(output.writes[1]).toContain('TWO');
		expect(output.writes[1]).not.toMatch(/one|three/);
		expect(output.writes[1]).toMatch(/^\x1b\[\?2026h.*\x1b\[\?2026l$/s);
	});

	test('are not written at all when nothing differs', () => {
		const {writer, output} = open();
		writer.show(['one']);
		writer.show(['one']);
		expect(output.writes).toHaveLength(1);
	});

	test('lose what is too wide or too low for the terminal', async () => {
		const {writer, lines} = open(6, 2);
		writer.show(['abcdefghij', 'klm', 'nop']);
		expect(await lines()).toEqual(['abcdef', 'klm']);
	});

	test('are written whole after a resize, and only once', async () => {
		const {writer, output, model, lines} = open(10, 3);
		writer.show(['one', 'two']);
		model.resize(12, 4);
		Object.assign(output, {columns: 12, rows: 4});
		writer.show(['one', 'two']);
		writer.show(['one', 'two']);
		expect(output.writes).toHaveLength(2);
		expect(await lines()).toEqual(['one', 'two', '', '']);
	});

	test('can be written again over what something else has written', async () => {
		const {writer, model, lines} = open();
		writer.show(['one', 'two']);
		await model.write('\x1b[1;1Hgarbage everywhere');
		writer.repaint();
		expect(await lines()).toEqual(['one', 'two', '', '', '']);
	});

	test('wait for a slow terminal, which then gets the newest only', () => {
		const {writer, output} = open();
		const write = output.write.bind(output);
		output.write = data => write(data) && false;
		writer.show(['first']);
		writer.show(['second']);
		writer.show(['third']);
		expect(output.writes).toHaveLength(1);
		output.emit('drain');
		expect(output.writes).toHaveLength(2);
		expect(output.writes[1]).toContain('third');
	});

	test('are dropped once the writer is closed', () => {
		const {writer, output} = open();
		writer.close();
		writer.show(['late']);
		output.emit('drain');
		expect(output.writes).toEqual([]);
	});

	test('keep their columns after characters whose width is disputed', async () => {
		const {writer, model} = open(20, 2);
		writer.show(['🚀🚀 x', 'éé日 x']);
		await model.write('');
		const columnOfX = (row: number) => model.cells(row).find(({text}) => text === 'x')?.column;
		expect(columnOfX(0)).toBe(5);
		expect(columnOfX(1)).toBe(5);
	});
});

describe('a line for the terminal', () => {
	test('is never wider than it, colours not counted', () => {
		const line = `\x1b[31m${'日本🚀x'.repeat(20)}\x1b[39m`;
		for (let columns = 1; columns < 60; columns++) {
			const {text, width} = toTerminalLine(line, columns);
			expect(width).toBeLessThanOrEqual(columns);
			expect(stringWidth(text)).toBe(width);
		}
	});
	test('is left alone when it is plain and fits', () => {
		expect(toTerminalLine('\x1b[31mred\x1b[39m ✖ ▁▂', 20)).toEqual({text: '\x1b[31mred\x1b[39m ✖ ▁▂', width: 8});
	});
});

describe('the sheet of lines', () => {
	test('gives lines back for their signs and leaves the rest of a frame alone', () => {
		const sheet = createLineSheet();
		const [a, b] = [sheet.signFor('line a'), sheet.signFor('line b')];
		expect(stringWidth(a)).toBe(1);
		expect(sheet.fill(`${a}\nplain\n${b}`)).toEqual(['line a', 'plain', 'line b']);
	});
	test('has the same sign for the same line', () => {
		const sheet = createLineSheet();
		expect(sheet.signFor('x')).toBe(sheet.signFor('x'));
		expect(sheet.signFor('x')).not.toBe(sheet.signFor('y'));
	});
	test('needs no more signs however long it is used', () => {
		const sheet = createLineSheet();
		const seen = new Set<string>();
		for (let frame = 0; frame < 1000; frame++) {
			const signs = [sheet.signFor('always'), sheet.signFor(`frame ${frame}`)];
			for (const sign of signs) seen.add(sign);
			expect(sheet.fill(signs.join('\n'))).toEqual(['always', `frame ${frame}`]);
		}
		expect(seen.size).toBeLessThan(10);
	});
});
