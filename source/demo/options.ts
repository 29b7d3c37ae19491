import {parseArgs} from 'node:util';

/** What a program of the demo is told on its command line. */
export interface Options {
	/** Which server to be; empty for the host of them all. */
	readonly name: string;
	/** When the story began, ms since the epoch. */
	readonly startedAt: number;
}

/** Reads `--name NAME --epoch MS`. Throws on anything else. */
export function readOptions(args: readonly string[]): Options {
	const {values} = parseArgs({args: [...args], options: {name: {type: 'string'}, epoch: {type: 'string'}}});
	const startedAt = Number(values.epoch);
	if (!values.epoch || !Number.isFinite(startedAt)) throw new TypeError('--epoch must be a time in ms');
	return {name: values.name ?? '', startedAt};
}

/** The other way round. */
export const toArguments = ({name, startedAt}: Options): string[] => [
	...(name ? ['--name', name] : []),
	'--epoch',
	String(startedAt),
];
