import {type Document, Lexer, LineCounter, Parser, parseDocument} from 'yaml';
import {checkNodes} from './check-nodes.ts';
import {createLocate, type Part} from './locate.ts';
import {escapeText, type Finding, type Path, type Position} from './mistake.ts';

/** A finding with its place. */
export interface Placed extends Finding {
	readonly position: Position;
}

/** YAML text as plain values. `value` is undefined when the text is too broken to be looked at any further. */
export interface Yaml {
	readonly value: unknown;
	/** Where a path stands; for a path that is not there, where the nearest part of it does. */
	readonly positionOf: (path: Path, part?: Part) => Position;
	readonly findings: readonly Placed[];
}

const maxDepth = 48;
const maxLexemes = 200_000;
/** Aliases are for sharing a few lines; the parser refuses texts that use them to grow. */
const maxAliasCount = 1000;
const maxSyntaxFindings = 10;

/** Parses YAML 1.2 (core schema, no merge keys, no tags of its own). Bounded in time for any text; never throws. */
export function readYaml(text: string): Yaml {
	const excess = findExcess(text);
	if (excess) return broken([excess]);
	const lineCounter = new LineCounter();
	const document = parseDocument(text, {
		lineCounter,
		prettyErrors: false,
		// The parser compares each key with all before it; `checkNodes` does the same in linear time.
		uniqueKeys: false,
		schema: 'core',
		merge: false,
		resolveKnownTags: false,
	});
	const positionAt = (offset: number): Position => {
		const {line, col} = lineCounter.linePos(offset);
		return {line: Math.max(1, line), column: Math.max(1, col)};
	};
	const syntax = describeErrors(document, positionAt);
	if (syntax.length > 0) return broken(syntax);
	const findings = checkNodes(document).map(({offset, ...finding}) => ({...finding, position: positionAt(offset)}));
	if (findings.some(finding => finding.isFatal)) return broken(findings);
	try {
		const value: unknown = document.toJS({maxAliasCount});
		const locate = createLocate(document);
		return {value, positionOf: (path, part) => positionAt(locate(path, part)), findings};
	} catch {
		return broken([...findings, placed('uses aliases that are unknown, or that grow without bound')]);
	}
}

const start: Position = {line: 1, column: 1};

const placed = (message: string, position = start, hint?: string): Placed => ({
	path: [],
	message,
	position,
	...(hint && {hint}),
});

const broken = (findings: readonly Placed[]): Yaml => ({value: undefined, positionOf: () => start, findings});

/**
 * Refuses, before anything recurses over it, a text that nests too deeply or has too many parts. On a text of a hundred
 * thousand brackets the parser would end the whole process.
 */
function findExcess(text: string): Placed | null {
	let lexemes = 0;
	let line = 1;
	const parser = new Parser();
	for (const lexeme of new Lexer().lex(text)) {
		for (const _token of parser.next(lexeme));
		if (parser.stack.length > maxDepth) return placed('is nested too deeply', {line, column: 1});
		if (++lexemes > maxLexemes) return placed('has too many entries to be a config', {line, column: 1});
		for (const char of lexeme) if (char === '\n') line++;
	}
	return null;
}

/** One finding a line: what follows on the same line is mostly an echo. */
function describeErrors(document: Document.Parsed, positionAt: (offset: number) => Position): Placed[] {
	const byLine = new Map<number, Placed>();
	for (const {code, message, pos} of [...document.errors, ...document.warnings]) {
		const position = positionAt(pos[0]);
		if (byLine.has(position.line)) continue;
		byLine.set(position.line, describeError(code, message, position));
		if (byLine.size === maxSyntaxFindings) break;
	}
	return [...byLine.values()];
}

function describeError(code: string, message: string, position: Position): Placed {
	switch (code) {
		case 'TAB_AS_INDENT':
			return placed('is indented with a tab', position, 'YAML wants spaces');
		case 'MULTIPLE_DOCS':
			return placed('begins a second document', position, 'remove the line "---"');
		case 'TAG_RESOLVE_FAILED':
			return placed('has a tag that is not known', position, 'remove the word that begins with "!"');
		default:
			// The parser may quote the text, which may be a secret: its words end where a quotation begins.
			return placed(`is not YAML: ${escapeText(message.split(/\n|: ["'`]/, 1)[0]!.slice(0, 160))}`, position);
	}
}
