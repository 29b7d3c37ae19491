import {reference} from '../domain/server-entry.ts';
import type {LooksSecret} from './plain-value.ts';
import {variableName} from './variables.ts';

/** How secrets are treated. */
export interface Secrecy {
	readonly looksSecret: LooksSecret;
	/** Gives a value that stays out of the file a variable; null where secrets are to be copied. */
	readonly variables: SecretVariables | null;
}

/** A variable that has to be set in place of a value that was left out. */
export interface SecretVariable {
	readonly name: string;
	/** The servers that want it. */
	readonly servers: readonly string[];
	/** In a configuration's syntax. Secret. */
	readonly value: string;
}

/** Gives names to values that stay out of a file. */
export interface SecretVariables {
	/** @returns the reference to write instead: to the preferred name, or to another one where that stands for another value. */
	hide(preferred: string, value: string, server: string): string;
	list(): readonly SecretVariable[];
}

export function createSecretVariables(): SecretVariables {
	const known = new Map<string, {readonly value: string; readonly servers: Set<string>}>();

	function nameFor(preferred: string, value: string, server: string): string {
		const isFree = (name: string): boolean => (known.get(name)?.value ?? value) === value;
		if (isFree(preferred)) return preferred;
		const own = `${variableName(server)}_${preferred}`;
		for (let count = 1; ; count++) {
			const candidate = count === 1 ? own : `${own}_${count}`;
			if (isFree(candidate)) return candidate;
		}
	}

	return {
		hide(preferred, value, server) {
			const name = nameFor(preferred, value, server);
			const entry = known.get(name) ?? {value, servers: new Set()};
			known.set(name, entry);
			entry.servers.add(server);
			return reference(name);
		},
		list: () => [...known].map(([name, {value, servers}]) => ({name, value, servers: [...servers]})),
	};
}
