import {formatLatency, plural} from '../domain/format.ts';
import {plainText} from '../domain/plain-text.ts';
import type {Failure, GoodCheck} from '../domain/probe-result.ts';
import type {Transport} from '../domain/server.ts';
import {type Room, shorten} from './discovery.ts';

const shownTools = 12;

/** What a server that is to be added says of itself. */
export function describeAnswer(name: string, transport: Transport, {latencyMs, listing, notes}: GoodCheck): string {
	const {serverInfo, tools} = listing;
	const who = serverInfo ? plainText(`${serverInfo.name} ${serverInfo.version}`, 80) : 'it';
	const names = tools.slice(0, shownTools).map(tool => plainText(tool.name, 40));
	const more = tools.length > shownTools ? `, and ${tools.length - shownTools} more` : '';
	return [
		`${name} answers: ${who}, ${plural(tools.length, 'tool')} in ${formatLatency(latencyMs)} over ${transport}`,
		...(names.length > 0 ? [`  ${names.join(', ')}${more}`] : []),
		...notes.map(note => `  ${plainText(note, 200)}`),
		'',
	].join('\n');
}

/** Why it could not be seen to work. */
export const describeRefusal = (name: string, {category, message, hint}: Failure): string =>
	`${name} does not answer as an MCP server: ${plainText(message, 300)} (${category})\n${hint === null ? '' : `  ${plainText(hint, 300)}\n`}`;

export const describeAddition = (name: string, path: string, {home}: Room): string =>
	`${name} is in ${shorten(path, home)} now\n`;
