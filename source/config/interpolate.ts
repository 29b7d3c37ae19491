/** Environment variables, such as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** `$${`, which stands for itself, or `${NAME}` or `${NAME:-default}`. A default holds neither `}` nor `${`. */
const reference = /\$\$\{|\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-((?:(?!\$\{)[^}])*))?\}/g;

/**
 * Puts variables into one text. The default is for a variable that is unset or empty, as in a shell; an unset one
 * without a default leaves nothing behind and is added to `missing`.
 */
export function interpolate(text: string, env: Environment, missing: Set<string>): string {
	return text.replace(reference, (found: string, name: string | undefined, fallback: string | undefined) => {
		if (name === undefined) return found.slice(1);
		const value = readVariable(env, name);
		if (fallback !== undefined) return value || fallback;
		if (value === undefined) missing.add(name);
		return value ?? '';
	});
}

/** Does the same to every text inside a value. Keys stay, and so does the structure whatever a variable holds. */
export function interpolateAll<T>(value: T, env: Environment, missing: Set<string>): T {
	const visit = (part: unknown): unknown => {
		if (typeof part === 'string') return interpolate(part, env, missing);
		if (Array.isArray(part)) return part.map(visit);
		if (typeof part !== 'object' || part === null) return part;
		return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, visit(inner)]));
	};
	return visit(value) as T;
}

/** True when the text has a variable in it, so that its final form is not known before the environment is. */
export const hasReference = (text: string): boolean => text.replaceAll('$${', '').match(reference) !== null;

/** True when a `${` in the text is neither a variable nor escaped. */
export const hasBrokenReference = (text: string): boolean => text.replace(reference, ' ').includes('${');

/** True for a bare word that a channel takes as the name of a variable. */
export const isVariableName = (text: string): boolean => /^LANGSIGHT_[A-Z0-9_]+$/.test(text);

/** Reads a channel's address or token: a bare `LANGSIGHT_…` word is a variable's name, else as everywhere. */
export function interpolateChannelText(text: string, env: Environment, missing: Set<string>): string {
	return interpolate(isVariableName(text) ? `\${${text}}` : text, env, missing);
}

/** "environment variable A is not set", or null when nothing is missing. */
export function describeMissing(missing: ReadonlySet<string>): string | null {
	const names = [...missing];
	if (names.length === 0) return null;
	if (names.length === 1) return `environment variable ${names[0]} is not set`;
	return `environment variables ${names.slice(0, -1).join(', ')} and ${names.at(-1)} are not set`;
}

// An own-property test would do, but `process.env` is exotic: what it inherits is not text.
function readVariable(env: Environment, name: string): string | undefined {
	const value: unknown = env[name];
	return typeof value === 'string' ? value : undefined;
}
