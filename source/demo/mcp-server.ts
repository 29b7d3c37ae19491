import {Server} from '@modelcontextprotocol/sdk/server/index.js';
import {
	CallToolRequestSchema,
	type CallToolResult,
	ErrorCode,
	ListToolsRequestSchema,
	McpError,
} from '@modelcontextprotocol/sdk/types.js';
import type {Actor} from './actor.ts';
import {toolsOf} from './tools.ts';

/** The MCP side of a demo server, for one session; to be connected to a transport. */
export function createMcpServer(actor: Actor): Server {
	const {name} = actor.member;
	const server = new Server({name, version: '1.4.2'}, {capabilities: {tools: {}}});
	const tools = () => toolsOf(name, actor.condition());
	server.setRequestHandler(ListToolsRequestSchema, async () => {
		await actor.work();
		return {tools: tools()};
	});
	server.setRequestHandler(CallToolRequestSchema, async ({params}): Promise<CallToolResult> => {
		await actor.work();
		const tool = tools().find(one => one.name === params.name);
		if (!tool) throw new McpError(ErrorCode.InvalidParams, 'There is no such tool');
		const missing = (tool.inputSchema.required ?? []).filter(field => params.arguments?.[field] === undefined);
		if (missing.length > 0) return {isError: true, content: [say(`Missing: ${missing.join(', ')}`)]};
		return {content: [say(`${tool.name} would be done now, but this is a demo.`)]};
	});
	return server;
}

const say = (text: string) => ({type: 'text' as const, text});
