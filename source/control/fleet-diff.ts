import type {Fleet, ServerState} from '../domain/fleet.ts';
import {shareable} from '../domain/shareable.ts';
import {diffList} from './list-patch.ts';
import {longestAnswer} from './protocol.ts';

/** Lines are kept near this length, so that neither side holds a whole fleet as one text. In UTF-16 units. */
const usualLength = 512 * 1024;

/**
 * The lines that make one fleet into another; from nothing, all of it. Only what is another value by identity is said:
 * fleets and their parts are immutable. All lines but the last say that there is more to come.
 */
export function diffFleet(before: Fleet | null, next: Fleet): readonly string[] {
	if (before === next) return [];
	const groups = groupTexts(before?.servers === next.servers ? [] : changedServers(before, next));
	const about = {about: changedAbout(before, next), ...orderOf(before, next)};
	return (groups.length === 0 ? [[]] : groups).map((servers, index, all) => {
		const head = JSON.stringify(index === 0 ? about : {}).slice(0, -1);
		const comma = head.length > 1 ? ',' : '';
		return `{"patch":${head}${comma}"servers":[${servers.join(',')}]}${index < all.length - 1 ? ',"more":true' : ''}}`;
	});
}

type About = Omit<Fleet, 'servers' | 'attachedTo'>;

/** What is said of a fleet beside its servers. Fields of later versions go along by themselves. */
function changedAbout(before: Fleet | null, next: Fleet): object {
	const {servers: _servers, attachedTo: _attachedTo, ...about} = next;
	return changedFields<About>(before, about, {alerts: (alerts, old) => diffList(old ?? [], alerts)});
}

function orderOf(before: Fleet | null, next: Fleet): {order?: readonly string[]} {
	const order = next.servers.map(({server}) => server.name);
	const isSame =
		before?.servers.length === order.length && before.servers.every(({server}, index) => server.name === order[index]);
	return isSame ? {} : {order};
}

/** As texts, for how long they are decides how they are sent. */
function changedServers(before: Fleet | null, next: Fleet): readonly string[] {
	const known = new Map(before?.servers.map(state => [state.server.name, state]));
	return next.servers
		.filter(state => known.get(state.server.name) !== state)
		.map(state => encodeState(known.get(state.server.name) ?? null, state));
}

function encodeState(before: ServerState | null, next: ServerState): string {
	const fields = changedFields(before, next, {
		server: server => shareable(server),
		symptoms: symptoms => ({...symptoms, tools: [...symptoms.tools]}),
		samples: (samples, old) => diffList(old ?? [], samples),
		incidents: (incidents, old) => diffList(old ?? [], incidents),
	});
	const text = JSON.stringify([next.server.name, fields]);
	if (text.length <= longestAnswer / 2) return text;
	// A screen that shows all but the tools is better than none.
	return JSON.stringify([next.server.name, {...fields, listing: null}]);
}

/** How a field is sent that is not sent as it is. */
type Encoders<T> = {readonly [Key in keyof T]?: (value: T[Key], before: T[Key] | undefined) => unknown};

function changedFields<T extends object>(before: T | null, next: T, encoders: Encoders<T>): object {
	const names = (Object.keys(next) as (keyof T)[]).filter(name => before?.[name] !== next[name]);
	return Object.fromEntries(
		names.map(name => {
			const encode = encoders[name];
			return [name, encode ? encode(next[name], before?.[name]) : next[name]];
		}),
	);
}

/** Splits texts into groups of about the usual length. */
function groupTexts(texts: readonly string[]): string[][] {
	const groups: string[][] = [];
	let room = 0;
	for (const text of texts) {
		if (room < text.length) {
			groups.push([]);
			room = usualLength;
		}
		room -= text.length;
		groups.at(-1)?.push(text);
	}
	return groups;
}
