import {literal, reference} from '../domain/server-entry.ts';
import type {VariableSyntax} from './client.ts';
import {entriesOf, own} from './own.ts';

/** What variables may stand for beside the environment. */
export interface Surroundings {
	readonly home: string;
	/** The folder that is open in the client. */
	readonly folder: string;
	readonly separator: string;
	/** The name of the server, for variables that would be called what all are called. */
	readonly server: string;
	/** VS Code's list of what it asks for. */
	readonly inputs: unknown;
	/** Takes note of something that a person has to do. */
	readonly note: (text: string) => void;
}

const patterns: Readonly<Record<VariableSyntax, RegExp | null>> = {
	none: null,
	braces: /\$\{([^{}]*)\}/g,
	editor: /\$\{([^{}]*)\}/g,
	shell: /\$\{([^{}]*)\}|\$([A-Za-z_]\w*)|%([A-Za-z_]\w*)%/g,
	curly: /\{(env:[A-Za-z_]\w*)\}/g,
};

/** Puts a client's text into a configuration's syntax: what it calls variables are variables, all else is as it stands. */
export function translate(text: string, syntax: VariableSyntax, around: Surroundings): string {
	const pattern = patterns[syntax];
	if (pattern === null) return literal(text);
	let result = '';
	let at = 0;
	for (const found of text.matchAll(pattern)) {
		const inner = found[1] ?? found[2] ?? found[3] ?? '';
		result += literal(text.slice(at, found.index)) + (meaningOf(inner, syntax, around) ?? literal(found[0]));
		at = found.index + found[0].length;
	}
	return result + literal(text.slice(at));
}

/** Null for what is no variable. */
function meaningOf(inner: string, syntax: VariableSyntax, around: Surroundings): string | null {
	const [, name, fallback] = /^(?:env:)?([A-Za-z_]\w*)(?::-(.*))?$/s.exec(inner) ?? [];
	if (syntax !== 'editor') return name === undefined ? null : reference(name, fallback ?? null);
	if (inner.startsWith('env:')) return name === undefined ? null : reference(name, fallback ?? null);
	if (inner.startsWith('input:')) return askedFor(inner.slice('input:'.length), around);
	const known = placesOf(around)[inner];
	if (known !== undefined) return literal(known);
	// What VS Code would not know, its relatives take from the environment.
	return name === undefined || !/^[A-Z_][A-Z\d_]*$/.test(name) ? null : reference(name, fallback ?? null);
}

const placesOf = ({home, folder, separator}: Surroundings): Readonly<Record<string, string>> => ({
	__proto__: null as unknown as string,
	userHome: home,
	workspaceFolder: folder,
	workspaceRoot: folder,
	workspaceFolderBasename: folder.split(/[\\/]/).at(-1) ?? '',
	pathSeparator: separator,
	'/': separator,
});

/** What every second server calls its secret. */
const usualNames = /^(?:api[-_]?key|(?:access[-_]?)?token|password|key|secret|url)$/i;

/** Something that the client asks its user for becomes a variable to be set. */
function askedFor(id: string, {inputs, server, note}: Surroundings): string {
	const input = (Array.isArray(inputs) ? inputs : []).find(one => own(one, 'id') === id);
	const fallback = own(input, 'default');
	const description = own(input, 'description');
	const name = variableName(usualNames.test(id) ? `${server} ${id}` : id);
	const isKnown = typeof fallback === 'string' && fallback !== '' && own(input, 'password') !== true;
	if (isKnown && !/\}|\$\{/.test(fallback)) return reference(name, fallback);
	note(`needs input: set ${name}${typeof description === 'string' ? ` (${description})` : ''}`);
	return reference(name);
}

/** Makes a variable's name of any text. */
export const variableName = (text: string): string =>
	text
		.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
		.toUpperCase()
		.replaceAll(/[^A-Z\d]+/g, '_')
		.replaceAll(/^_+|_+$/g, '')
		.replace(/^(?=\d|$)/, 'VALUE_')
		.slice(0, 100);

/** Texts by name, translated; what is no text, number or truth value is left out and named. */
export function translateAll(
	values: unknown,
	syntax: VariableSyntax,
	around: Surroundings,
): Readonly<Record<string, string>> {
	return Object.fromEntries(
		entriesOf(values).flatMap(([name, value]) => {
			const text = toText(value);
			return text === null ? [] : [[name, translate(text, syntax, around)]];
		}),
	);
}

/** Numbers and truth values are what clients take for text, too. */
export const toText = (value: unknown): string | null =>
	typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
