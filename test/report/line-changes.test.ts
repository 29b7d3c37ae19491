// biome-ignore-all lint/suspicious/noTemplateCurlyInString: it is how a config names a variable
import {describe, expect, test} from 'vitest';
import {renderLineChanges} from '../../source/report/line-changes.ts';

const shown = (line: string): string => renderLineChanges('', `\n${line}`, []);

describe('lines that change', () => {
	test.each([
		'    url: https://mcp.example.com/sse?api_key=${SSE_API_KEY}',
		'    url: "https://mcp.example.com/sse?a=${A}&key=${B}"',
		'      Authorization: Bearer ${TOKEN}',
	])('show references to variables as they are: %s', line => {
		expect(shown(line)).toContain(line);
	});

	test.each([
		'    url: https://mcp.example.com/sse?api_key=hunter2',
		'    url: https://mcp.example.com/sse?api_key=hunter2&b=${B}',
		'    url: https://mcp.example.com/sse?b=${B}&api_key=hunter2',
		'    url: https://me:hunter2@mcp.example.com/sse?b=${B}',
		'    url: https://mcp.example.com/sse?b=${B:-hunter2}',
	])('show no secret: %s', line => {
		expect(shown(line)).not.toContain('hunter2');
	});
});
