import {type Alias, type Document, isAlias, isCollection, isMap, isScalar, isSeq, type Node, type Pair} from 'yaml';
import type {Path} from './mistake.ts';

/** Which of a pair is looked for. */
export type Part = 'key' | 'value';

/** Finds the offset at which a path stands. */
export type Locate = (path: Path, part?: Part) => number;

/**
 * Makes the lookup of a document. The value of a group, a list or nothing stands where its key does; a path that is
 * not there stands where the nearest part of it does.
 */
export function createLocate(document: Document.Parsed): Locate {
	// The parser walks the whole document for each alias that it resolves.
	const resolved = new Map<Alias, Node | null>();
	const follow = (node: Node | null): Node | null => {
		if (!isAlias(node)) return node;
		const target = resolved.get(node) ?? node.resolve(document) ?? null;
		resolved.set(node, target);
		return target;
	};
	return (path, part = 'value') => {
		let node = follow(document.contents);
		let offset = startOf(node) ?? 0;
		for (const [index, step] of path.entries()) {
			const entry = findEntry(node, step);
			if (!entry) break;
			const isAsked = part === 'key' && index === path.length - 1;
			const isAtKey = isAsked || isCollection(entry.value) || isNothing(entry.value);
			offset = (isAtKey ? startOf(entry.key) : null) ?? startOf(entry.value) ?? startOf(entry.key) ?? offset;
			node = follow(entry.value);
		}
		return offset;
	};
}

interface Entry {
	readonly key: Node | null;
	readonly value: Node | null;
}

/** One step down. Of keys written twice the last one counts, as it does for the values. */
function findEntry(node: Node | null, step: string | number): Entry | undefined {
	if (isSeq(node)) {
		const item = node.items[Number(step)] as Node | undefined;
		return item && {key: null, value: item};
	}
	if (!isMap(node)) return undefined;
	const pairs = node.items as Pair<Node, Node | null>[];
	return pairs.findLast(({key}) => isScalar(key) && String(key.value) === String(step));
}

const isNothing = (node: Node | null): boolean => isScalar(node) && node.value === null;

const startOf = (node: Node | null): number | null => node?.range?.[0] ?? null;
