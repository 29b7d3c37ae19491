import type {Tool} from '@modelcontextprotocol/sdk/types.js';
import {dataTools} from './data-tools.ts';
import type {Condition} from './story.ts';
import {withFields} from './tool.ts';
import {workTools} from './work-tools.ts';

const toolbox: Readonly<Record<string, readonly Tool[]>> = {...dataTools, ...workTools};

/** The tools that a server of the demo offers in this condition. */
export function toolsOf(server: string, condition: Condition): Tool[] {
	const tools = toolbox[server] ?? [];
	return condition === 'drifted' ? drift(tools) : [...tools];
}

/** What a careless release does: callers of either tool break. */
const drift = (tools: readonly Tool[]): Tool[] =>
	tools
		.filter(({name}) => name !== 'delete_branch')
		.map(tool =>
			tool.name === 'create_pull_request' ? withFields(tool, {draft: 'boolean! Open it as a draft'}) : tool,
		);
