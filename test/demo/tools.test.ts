import {Ajv} from 'ajv';
import {describe, expect, test} from 'vitest';
import {cast} from '../../source/demo/cast.ts';
import type {Condition} from '../../source/demo/story.ts';
import {toolsOf} from '../../source/demo/tools.ts';
import type {Tool} from '../../source/domain/probe-result.ts';
import {diffSnapshots} from '../../source/domain/schema-diff.ts';
import {takeSnapshot} from '../../source/domain/snapshot.ts';
import {listingOf} from '../helpers/fleet.ts';

const counts = {
	'postgres-mcp': 5,
	'filesystem-mcp': 6,
	'redis-mcp': 4,
	'slack-mcp': 8,
	'jira-mcp': 11,
	'github-mcp': 14,
	's3-mcp': 4,
	'elasticsearch-mcp': 7,
	'notion-mcp': 9,
	'analytics-mcp': 5,
};

describe('the tools of the demo', () => {
	test('are as many for each server as a real one would have', () => {
		expect(Object.fromEntries(cast.map(({name}) => [name, toolsOf(name, 'well').length]))).toEqual(counts);
	});

	test.each(Object.keys(counts))('of %s have names of their own and schemas that compile', name => {
		const tools = toolsOf(name, 'well');
		expect(new Set(tools.map(tool => tool.name)).size).toBe(tools.length);
		const ajv = new Ajv({strict: true});
		for (const {description, inputSchema} of tools) {
			expect(description).toMatch(/^[A-Z].*\.$/);
			expect(() => ajv.compile(inputSchema)).not.toThrow();
			expect(Object.keys(inputSchema.properties ?? {})).toEqual(expect.arrayContaining(inputSchema.required ?? []));
		}
	});

	test('have fields with types, lists, choices and demands', () => {
		const [, , createIssue] = toolsOf('jira-mcp', 'well');
		expect(createIssue?.inputSchema).toEqual({
			type: 'object',
			properties: {
				project: {type: 'string', description: 'Key of the project'},
				type: {type: 'string', enum: ['Bug', 'Task', 'Story'], description: 'Kind of issue'},
				summary: {type: 'string', description: 'In one line'},
				description: {type: 'string'},
			},
			required: ['project', 'type', 'summary'],
		});
		const [, , deleteKeys] = toolsOf('redis-mcp', 'well');
		expect(deleteKeys?.inputSchema.properties?.keys).toMatchObject({type: 'array', items: {type: 'string'}});
	});

	test('of github-mcp drift by one tool that is gone and one field that is demanded', () => {
		const before = snapshotOf('well');
		const changes = diffSnapshots(before, snapshotOf('drifted'));
		expect(changes.map(change => [change.class, change.tool, change.text])).toEqual([
			['breaking', 'delete_branch', 'removed'],
			['breaking', 'create_pull_request', 'added required field draft (boolean)'],
		]);
		expect(diffSnapshots(before, snapshotOf('well'))).toEqual([]);
	});
});

function snapshotOf(condition: Condition) {
	const tools: Tool[] = JSON.parse(JSON.stringify(toolsOf('github-mcp', condition)));
	return takeSnapshot(listingOf(tools), 0, text => text);
}
