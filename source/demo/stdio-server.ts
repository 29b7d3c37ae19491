import {StdioServerTransport} from '@modelcontextprotocol/sdk/server/stdio.js';
import {type Actor, findActor} from './actor.ts';
import {realClock} from './clock.ts';
import {createMcpServer} from './mcp-server.ts';
import {readOptions} from './options.ts';
import {createRandom} from './random.ts';
import {nextBeginningMs, story} from './story.ts';

/** One MCP server on stdin and stdout, as an MCP client would start it. Ends with its stdin. */
async function main(): Promise<void> {
	const {name, startedAt} = readOptions(process.argv.slice(2));
	const actor = findActor(name, {clock: realClock, startedAt, random: createRandom(startedAt)});
	if (actor?.member.transport !== 'stdio') throw new Error(`no stdio server is called ${name}`);
	if (actor.condition() === 'crashed') crash();
	process.stdin.on('end', () => process.exit());
	// A client that is gone no longer reads; there is nobody left to serve.
	process.stdout.on('error', () => process.exit());
	process.stderr.write(`${name}: ready\n`);
	crashInTime(actor);
	await createMcpServer(actor).connect(new StdioServerTransport());
}

function crashInTime(actor: Actor): void {
	const elapsedMs = actor.elapsedMs();
	const nextMs = nextBeginningMs(story, actor.member.name, 'crashed', elapsedMs);
	if (nextMs === null) return;
	realClock.after(nextMs - elapsedMs, () => {
		// Timers may fire a moment early.
		if (actor.condition() === 'crashed') crash();
		crashInTime(actor);
	});
}

function crash(): never {
	process.stderr.write('Error: connect ECONNREFUSED redis:6379\n');
	process.exit(1);
}

await main();
