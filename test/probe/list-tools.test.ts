import {expect, test} from 'vitest';
import {listTools} from '../../source/probe/list-tools.ts';

test('the first page is asked for without a cursor, each next one with that of the page before', async () => {
	const asked: (string | undefined)[] = [];
	const {tools} = await listTools(async cursor => {
		asked.push(cursor);
		return {tools: [{name: `after ${cursor}`}], nextCursor: asked.length < 3 ? `c${asked.length}` : undefined};
	});
	expect(asked).toEqual([undefined, 'c1', 'c2']);
	expect(tools.map(({name}) => name)).toEqual(['after undefined', 'after c1', 'after c2']);
});

test.each([null, '', 7])('a next cursor of %j is none', async nextCursor => {
	expect(await listTools(async () => ({tools: [], nextCursor}))).toEqual({tools: [], malformed: []});
});

test.each([undefined, null, 'text', [], {}, {tools: null}])('%j is no list of tools', async result => {
	await expect(listTools(async () => result)).rejects.toMatchObject({category: 'invalid_schema'});
});

test('10,000 tools are taken and one more is too many', async () => {
	const tools = Array.from({length: 10_000}, (_, index) => ({name: `tool ${index}`}));
	expect((await listTools(async () => ({tools}))).tools).toHaveLength(10_000);
	await expect(listTools(async () => ({tools: [...tools, {name: 'more'}]}))).rejects.toMatchObject({
		category: 'too_large',
		message: 'more than 10000 tools',
	});
});

test('pages that are fine one by one are too large together', async () => {
	let page = 0;
	const description = 'x'.repeat(9 * 1024 * 1024);
	const request = async () => ({tools: [{name: 'big', description}], nextCursor: String(page++)});
	await expect(listTools(request)).rejects.toMatchObject({category: 'too_large'});
	expect(page).toBe(4);
});

test('descriptions of malformed entries are bounded and cleaned', async () => {
	const nameless = Array.from({length: 500}, () => ({}));
	expect((await listTools(async () => ({tools: nameless}))).malformed).toHaveLength(100);
	let deep: object = {};
	for (let level = 0; level < 500; level++) deep = {deep};
	const {malformed} = await listTools(async () => ({tools: [{name: '\x1b[31mred\n', deep}]}));
	expect(malformed).toEqual(['red is nested too deeply']);
});
