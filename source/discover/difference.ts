import type {FoundTarget} from './found.ts';
import {normalWords} from './identity.ts';

/** In what two servers differ that are nearly the same, in words and without any value; never empty. */
export function describeDifference(one: FoundTarget, other: FoundTarget): string {
	if (one.transport === 'stdio' && other.transport === 'stdio') {
		const [, ...oneArgs] = normalWords(one);
		const [, ...otherArgs] = normalWords(other);
		const parts = [
			...(normalWords(one)[0] === normalWords(other)[0] ? [] : ['another program']),
			...(sameTexts(oneArgs, otherArgs) ? [] : ['other arguments']),
			...(one.cwd === other.cwd ? [] : ['another folder']),
			...differingNames(one.env, other.env),
		];
		return parts.length > 0 ? parts.join(', ') : 'another way of starting it';
	}
	if (one.transport === 'stdio' || other.transport === 'stdio') return 'one is started here, the other has an address';
	return 'another address';
}

const sameTexts = (one: readonly string[], other: readonly string[]): boolean =>
	one.length === other.length && one.every((text, at) => text === other[at]);

function differingNames(
	one: Readonly<Record<string, string>>,
	other: Readonly<Record<string, string>>,
): readonly string[] {
	const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
	return names
		.filter(name => one[name] !== other[name])
		.map(name => (Object.hasOwn(one, name) && Object.hasOwn(other, name) ? `another ${name}` : `${name} on one side`));
}
