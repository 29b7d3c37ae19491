import {isObject, type Json, type JsonObject} from '../json.ts';

const deepest = 6;
const longestText = 4000;
const mostItems = 50;

/** About how many characters may still be kept. */
export interface Room {
	left: number;
}

/** A copy that is small enough to be stored, sent and shown: an ellipsis stands for what is deep, long or too much. */
export function boundJson(value: Json, room: Room, levels = deepest): Json {
	if (room.left <= 0) return '…';
	room.left -= 4;
	if (typeof value === 'string') {
		const kept = cutText(value, Math.min(longestText, Math.max(room.left, 0)));
		room.left -= kept.length;
		return kept;
	}
	if (typeof value !== 'object' || value === null) return value;
	if (levels === 0) return '…';
	if (Array.isArray(value)) {
		const kept = value.slice(0, mostItems).map((item: Json) => boundJson(item, room, levels - 1));
		return value.length > mostItems ? [...kept, '…'] : kept;
	}
	return isObject(value) ? boundObject(value, room, levels) : null;
}

function boundObject(value: JsonObject, room: Room, levels: number): Json {
	const entries = Object.entries(value);
	const kept: [string, Json][] = [];
	for (const [key, item] of entries.slice(0, mostItems)) {
		if (room.left <= 0) break;
		const name = cutText(key, 100);
		room.left -= name.length;
		kept.push([name, boundJson(item ?? null, room, levels - 1)]);
	}
	if (kept.length < entries.length) kept.push(['…', '…']);
	return Object.fromEntries(kept);
}

/** The beginning of a text; never half of a surrogate pair. */
export const cutText = (text: string, length: number): string =>
	text.length <= length ? text : `${text.slice(0, Math.max(length - 1, 0)).replace(/[\ud800-\udbff]$/, '')}…`;
