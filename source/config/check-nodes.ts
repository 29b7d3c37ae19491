import {type Document, isAlias, isCollection, isMap, isPair, isScalar, type ParsedNode, type YAMLMap} from 'yaml';
import type {Finding, Path} from './mistake.ts';

/** A finding at an offset of the text. */
interface NodeFinding extends Finding {
	readonly offset: number;
	/** The values cannot be trusted to be finite, so nothing more may be done with them. */
	readonly isFatal?: true;
}

/** For each alias inside of what another one names, the parser walks the whole document. */
const maxNestedAliases = 50;

/**
 * Finds what plain values no longer show: keys written twice, keys that are not text, aliases that contain themselves.
 * Looks at each node once and follows no alias.
 */
export function checkNodes(document: Document.Parsed): NodeFinding[] {
	const findings: NodeFinding[] = [];
	const openAnchors = new Set<string>();
	let nested = 0;
	const visit = (node: unknown, path: Path): void => {
		if (isAlias(node) && openAnchors.size > 0) {
			const offset = node.range?.[0] ?? 0;
			if (openAnchors.has(node.source)) {
				findings.push({path, message: 'contains itself through an alias', offset, isFatal: true});
			} else if (++nested === maxNestedAliases) {
				findings.push({path, message: 'is one alias inside another too many', offset, isFatal: true});
			}
		}
		if (!isCollection(node)) return;
		if (node.anchor) openAnchors.add(node.anchor);
		if (isMap(node)) findings.push(...checkKeys(node as YAMLMap<ParsedNode>, path));
		node.items.forEach((item, index) => {
			if (isPair(item)) visit(item.value, [...path, isScalar(item.key) ? String(item.key.value) : '?']);
			else visit(item, [...path, index]);
		});
		if (node.anchor) openAnchors.delete(node.anchor);
	};
	visit(document.contents, []);
	return findings;
}

function checkKeys(map: YAMLMap<ParsedNode>, path: Path): NodeFinding[] {
	const seen = new Set<unknown>();
	return map.items.flatMap(({key}) => {
		const offset = key?.range[0] ?? map.range?.[0] ?? 0;
		// A key that is a list or a map would be made text by the parser, with a warning of its own to stderr.
		if (!isScalar(key)) return {path, message: 'has a key that is not text', offset, isFatal: true as const};
		const keyPath = [...path, String(key.value)];
		if (typeof key.value !== 'string') {
			return {path: keyPath, message: 'is a key that is not text', hint: 'put the key in quotes', offset};
		}
		// Plain objects cannot be trusted to keep this one.
		if (key.value === '__proto__') return {path: keyPath, message: 'is not a known key', offset};
		if (seen.has(key.value)) return {path: keyPath, message: 'is written twice in the same group', offset};
		seen.add(key.value);
		return [];
	});
}
