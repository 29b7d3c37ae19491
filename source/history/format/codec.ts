import * as z from 'zod';
import {BrokenFile, NewerFile} from './broken.ts';

/** The version of the files that this program writes. */
export const formatVersion = 2;

/** How a file's content is turned into a value and back. `decode` throws `BrokenFile` or `NewerFile` on what it cannot use. */
export interface Codec<T> {
	decode(content: unknown): T;
	encode(value: T): unknown;
}

/** Brings content of one version to the next. */
export type Step = (content: unknown) => unknown;

/** What one kind of file is like. */
export interface FileKind<Shape extends z.ZodObject, T> {
	readonly shape: Shape;
	read(content: z.infer<Shape>): T;
	write(value: T): z.input<Shape>;
	/** By the version that they start from; a kind that was never other has none. */
	readonly steps?: Readonly<Record<number, Step>>;
}

const versioned = z.looseObject({version: z.number().int().positive()});

/** A codec of the present version, which reads what older ones wrote step by step. */
export const createCodec = <Shape extends z.ZodObject, T>(kind: FileKind<Shape, T>): Codec<T> => ({
	decode(content) {
		const present = migrate(content, kind.steps ?? {});
		const parsed = kind.shape.safeParse(present);
		if (!parsed.success) throw new BrokenFile('not of the expected shape');
		return kind.read(parsed.data);
	},
	encode: value => ({version: formatVersion, ...kind.write(value)}),
});

/** Takes content of any version to the present one. */
export function migrate(content: unknown, steps: Readonly<Record<number, Step>>): unknown {
	let present = content;
	for (let version = versionOf(present); version < formatVersion; version++) {
		const step = steps[version];
		if (!step) throw new BrokenFile(`of version ${version}, which it never had`);
		present = step(present);
	}
	return present;
}

function versionOf(content: unknown): number {
	const parsed = versioned.safeParse(content);
	if (!parsed.success) throw new BrokenFile('not of the expected shape');
	const {version} = parsed.data;
	if (version > formatVersion) throw new NewerFile(`of version ${version}`);
	return version;
}
