import {expect, test} from 'vitest';
import {type CallAnswer, examinedLength, judgeCall, textOf} from '../../source/domain/judge-call.ts';
import type {Expectation} from '../../source/domain/tool-check.ts';

const anything: Expectation = {isError: false, contains: null, matches: null};
const said = (text: string, more = {}): CallAnswer => ({result: {content: [{type: 'text', text}], ...more}});
const refused = (code: number): CallAnswer => ({error: {code, message: 'no \u001b[31mway'}});
const never = () => {
	throw new Error('not to be asked');
};
const byPattern = (pattern: string) => (text: string) => new RegExp(pattern).test(text);

test.each<[story: string, expect: Partial<Expectation>, answer: CallAnswer]>([
	['any answer, where nothing is asked of it', {}, said('')],
	['an answer without any content', {}, {result: {}}],
	['the text that has to be in it', {contains: 'b\nc'}, said('a b\nc d')],
	['text that is spread over its parts', {contains: 'two'}, {result: {content: [null, {text: 'one'}, {text: 'two'}]}}],
	['text of an embedded resource', {contains: 'row'}, {result: {content: [{resource: {text: 'a row'}}]}}],
	['structured content, where there is no text', {contains: '"id":7'}, {result: {structuredContent: {id: 7}}}],
	['a pattern that matches', {matches: '^inv_\\d+$'}, said('inv_12')],
	['an error that is expected', {isError: true, contains: 'denied'}, said('access denied', {isError: true})],
	['an answer that says it is complete', {}, said('fine', {resultType: 'complete'})],
])('is as expected: %s', (_story, wanted, answer) => {
	const matcher = wanted.matches ? byPattern(wanted.matches) : null;
	expect(judgeCall({...anything, ...wanted}, answer, matcher)).toBeNull();
});

test.each<[story: string, expect: Partial<Expectation>, answer: CallAnswer, found: object]>([
	[
		'an error of the tool comes with what it says, cleaned',
		{},
		said('no \u001b[31mtable\u001b[0m\n"x"', {isError: true}),
		{category: 'tool_error', transient: true, phase: 'call_tool', message: 'the tool reports an error: no table "x"'},
	],
	['an error without a word is one too', {}, {result: {isError: true}}, {message: 'the tool reports an error'}],
	[
		'an error counts before what its text should have held',
		{contains: 'x'},
		said('y', {isError: true}),
		{message: 'the tool reports an error: y'},
	],
	[
		'a missing text is named, and how the answer begins',
		{contains: 'invoice'},
		said('nothing here'),
		{
			category: 'tool_error',
			message: 'the answer does not contain "invoice"',
			hint: 'the answer begins: nothing here',
		},
	],
	['an answer without text says so', {contains: 'x'}, {result: {}}, {hint: 'the answer has no text'}],
	[
		'a pattern that does not match is named',
		{matches: '^\\d+$'},
		said('twelve'),
		{category: 'tool_error', message: 'the answer does not match /^\\d+$/'},
	],
	[
		'an error that is expected and does not come is one',
		{isError: true},
		said('done'),
		{category: 'tool_error', message: 'the tool reports no error, although one is expected'},
	],
	[
		'an answer that only asks back is none',
		{},
		{result: {resultType: 'input_required'}},
		{category: 'tool_error', message: 'the tool did not finish: its answer is input_required'},
	],
	['a result that is no object has the wrong shape', {}, {result: 'done'}, {category: 'invalid_schema'}],
	[
		'refused arguments are told by their code',
		{},
		refused(-32602),
		{category: 'invalid_arguments', transient: false, phase: 'call_tool', message: 'the arguments are refused: no way'},
	],
	[
		'an expected error is one of the tool, not of the protocol',
		{isError: true},
		refused(-32602),
		{category: 'invalid_arguments'},
	],
	[
		'any other code is kept',
		{},
		refused(-32603),
		{category: 'rpc_error', transient: true, message: 'JSON-RPC error -32603: no way'},
	],
])('%s', (_story, wanted, answer, found) => {
	const matcher = wanted.matches ? byPattern(wanted.matches) : never;
	expect(judgeCall({...anything, ...wanted}, answer, matcher)).toMatchObject(found);
});

test('a pattern that takes too long is said to', () => {
	const slow = {...anything, matches: '(a+)+$'};
	expect(judgeCall(slow, said('aaa'), () => null)).toMatchObject({
		category: 'tool_error',
		message: 'it takes too long to match the answer with /(a+)+$/',
	});
});

test('no more than 64 KiB of an answer is looked at, however it is cut up', () => {
	const content = Array.from({length: 5000}, () => ({type: 'text', text: 'x'.repeat(1000)}));
	expect(textOf({content})).toHaveLength(examinedLength);
	expect(textOf({structuredContent: {long: 'x'.repeat(10 ** 6)}})).toHaveLength(examinedLength);
	expect(judgeCall({...anything, contains: 'end'}, said(`${'x'.repeat(examinedLength)}end`), null)).not.toBeNull();
});

test('structured content nested 100,000 levels deep is survived', () => {
	const structuredContent = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
	expect(textOf({structuredContent}).length).toBeLessThan(1000);
});
