import {createScanner, type ParseError, parse, printParseErrorCode} from 'jsonc-parser';
import {parse as parseToml, TomlError} from 'smol-toml';
import {Lexer, Parser, parseDocument} from 'yaml';
import type {Format} from './client.ts';

/** A file's content as plain values, or what is wrong with it. */
export type Document = {readonly content: unknown} | {readonly why: string};

const maxDepth = 64;
const maxLexemes = 200_000;

/** Reads a client's file. Never throws, whatever the text; an empty one is a document without anything in it. */
export function readDocument(text: string, format: Format): Document {
	const body = text.replace(/^\uFEFF/, '');
	if (body.trim() === '') return {content: {}};
	try {
		const content = readers[format](body);
		return content !== null && typeof content === 'object' && !Array.isArray(content)
			? {content}
			: {why: 'is not a group of settings'};
	} catch (error) {
		if (error instanceof Unreadable) return {why: error.message};
		throw error;
	}
}

class Unreadable extends Error {}

const readers: Readonly<Record<Format, (text: string) => unknown>> = {json: readJson, toml: readToml, yaml: readYaml};

/** JSON, and JSON with comments and commas too many, as editors have it. */
function readJson(text: string): unknown {
	try {
		// Most files are plain, and some of those are large.
		return JSON.parse(text);
	} catch {
		return readJsonWithComments(text);
	}
}

/** Of the package's `SyntaxKind`, which exists for its own compiler only. */
const tokens = {opening: [1, 3], closing: [2, 4], end: 17};

function readJsonWithComments(text: string): unknown {
	const scanner = createScanner(text, true);
	let depth = 0;
	for (let token: number = scanner.scan(); token !== tokens.end; token = scanner.scan()) {
		if (tokens.opening.includes(token)) depth++;
		if (tokens.closing.includes(token)) depth--;
		// The parser calls itself for each level.
		if (depth > maxDepth) throw new Unreadable('is nested too deeply');
	}
	const errors: ParseError[] = [];
	const content: unknown = parse(text, errors, {allowTrailingComma: true});
	const [first] = errors;
	if (!first) return content;
	const words = printParseErrorCode(first.error).replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ');
	throw new Unreadable(`is not JSON: ${words.toLowerCase()} in line ${lineAt(text, first.offset)}`);
}

function readToml(text: string): unknown {
	try {
		return parseToml(text, {maxDepth});
	} catch (error) {
		if (!(error instanceof TomlError)) throw error;
		// The rest of its message quotes the file.
		throw new Unreadable(`is not TOML: see line ${error.line}`);
	}
}

function readYaml(text: string): unknown {
	let lexemes = 0;
	const parser = new Parser();
	for (const lexeme of new Lexer().lex(text)) {
		for (const _token of parser.next(lexeme));
		if (parser.stack.length > maxDepth) throw new Unreadable('is nested too deeply');
		if (++lexemes > maxLexemes) throw new Unreadable('has too many entries');
	}
	const document = parseDocument(text, {prettyErrors: false, schema: 'core', uniqueKeys: false, logLevel: 'silent'});
	const [error] = document.errors;
	if (error) throw new Unreadable(`is not YAML: see line ${lineAt(text, error.pos[0])}`);
	try {
		return document.toJS({maxAliasCount: 1000});
	} catch {
		throw new Unreadable('uses aliases that are unknown, or that grow without bound');
	}
}

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
