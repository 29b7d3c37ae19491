import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Completion, complete} from '../../../source/view/entry/completion.ts';
import {type EditLine, lineOf} from '../../../source/view/entry/line-editor.ts';

const commands = ['check', 'columns', 'silence', 'silences', 'order', 'pause', 'postgres-mcp', 'Redis', 'unsilence'];

/** The line after so many Tabs (Shift+Tab where negative), with a `|` where the cursor stands. */
function tab(
	marked: string,
	times = 1,
	candidates: readonly string[] = commands,
): Completion & {readonly seen: string} {
	let line: EditLine = {text: marked.replace('|', ''), cursor: marked.indexOf('|')};
	let completion: Completion | null = null;
	for (let count = 0; count < Math.abs(times); count++) {
		completion = complete(line, candidates, completion, times < 0 ? -1 : 1);
		// The line as another part of the screen keeps it: equal, not the same.
		line = {...completion.line};
	}
	if (!completion) throw new Error('Tab was never pressed');
	return {...completion, seen: `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`};
}

describe('Tab completes a word', () => {
	test.each<[story: string, before: string, times: number, after: string, options: readonly string[]]>([
		['to the only one that begins like it', 'or|', 1, 'order |', []],
		['whatever its case', 'redi|', 1, 'Redis |', []],
		['to the start that all have in common', 'sil|', 1, 'silence|', ['silence', 'silences']],
		['then to one after the other', 'sil|', 2, 'silence|', ['silence', 'silences']],
		['and the next', 'sil|', 3, 'silences|', ['silence', 'silences']],
		['and the first again', 'sil|', 4, 'silence|', ['silence', 'silences']],
		['at once to the first, where nothing is in common', 'c|', 1, 'check|', ['check', 'columns']],
		['or to the last, with Shift', 'c|', -1, 'columns|', ['check', 'columns']],
		['to what holds it, where nothing begins like it', 'gres|', 1, 'postgres-mcp |', []],
		['to nothing, where nothing fits', 'xyz|', 1, 'xyz|', []],
		['after other words', 'check postg|', 1, 'check postgres-mcp |', []],
		['before other words', 'or| status', 1, 'order| status', []],
		['within another', 'or|xx', 1, 'order |xx', []],
		['after what opens a term of a filter', '!(or|', 1, '!(order |', []],
		['after what negates it', '!or|', 1, '!order |', []],
	])('%s', (_story, before, times, after, options) => {
		const done = tab(before, times);
		expect(done.seen).toBe(after);
		expect(done.options).toEqual(options);
	});

	test('the list says which one stands on the line', () => {
		expect(tab('sil|', 1).chosen).toBeNull();
		expect(tab('sil|', 2).chosen).toBe(0);
		expect(tab('sil|', 3).chosen).toBe(1);
	});

	test('an empty word shows them all', () => expect(tab('|').options).toEqual(commands));

	test('a line that was changed since is completed anew', () => {
		const {line, options} = tab('sil|', 2);
		expect(options).toHaveLength(2);
		const changed = lineOf(`${line.text}s`);
		expect(complete(changed, commands, tab('sil|', 2)).line.text).toBe('silences ');
	});

	test('a thousand candidates are not all listed, and no two are the same', () => {
		const many = Array.from({length: 1000}, (_none, index) => `a${index % 500}`);
		expect(new Set(tab('a|', 1, many).options).size).toBe(100);
	});
});

test('whatever the line and the candidates, what is before and after the word stays as it is', () => {
	const texts = fc.string({unit: fc.constantFrom('a', 'b', ' ', '|', '!', 'é', '日'), maxLength: 12});
	fc.assert(
		fc.property(
			texts,
			texts,
			fc.array(texts.filter(text => text.trim() !== '')),
			fc.integer({min: 1, max: 5}),
			(head, tail, candidates, times) => {
				let line: EditLine = {text: head + tail, cursor: head.length};
				const start = head.length - (/[^\s|()]*$/.exec(head)?.[0].length ?? 0);
				let completion: Completion | null = null;
				for (let count = 0; count < times; count++) {
					completion = complete(line, candidates, completion);
					line = completion.line;
					expect(line.text.startsWith(head.slice(0, start))).toBe(true);
					expect(line.text.slice(line.cursor)).toBe(tail);
				}
			},
		),
	);
});
