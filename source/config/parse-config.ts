import {dirname, resolve} from 'node:path';
import {checkValues} from './check-values.ts';
import {knownKeysAt} from './known-keys.ts';
import {compareMistakes, type Finding, formatPath, type Mistake, type Path, type Position} from './mistake.ts';
import {readYaml} from './read-yaml.ts';
import {checkRules} from './rules.ts';
import {type ConfigData, configSchema} from './schema.ts';
import {wordIssues} from './word-issues.ts';

/** A config file without mistakes. May hold secrets. */
export interface Config {
	/** Absolute. */
	readonly file: string;
	/** As it is to be named to the user. */
	readonly shownFile: string;
	/** Absolute folder of the file: what relative paths in it are relative to. */
	readonly folder: string;
	readonly data: ConfigData;
	/** Where a path stands in the file. */
	readonly positionOf: (path: Path) => Position;
}

/** A config, or everything that is wrong with it, by line. */
export type Parsed = {readonly config: Config} | {readonly mistakes: readonly Mistake[]};

type Placed = Finding & {readonly position: Position};

/** Reads a config. Never throws, whatever the text. `file` is named in mistakes and says where relative paths begin. */
export function parseConfig(text: string, file: string): Parsed {
	const failed = (found: readonly Placed[]) => ({mistakes: toMistakes(found, file)});
	const yaml = readYaml(text);
	if (yaml.value === undefined) return failed(yaml.findings);
	const misshapen = describeShape(yaml.value);
	if (misshapen) return failed([{...misshapen, position: yaml.positionOf([])}]);
	const value = dropEmptySections(yaml.value);
	const place = <T extends Finding & {isKey?: true}>({isKey, ...finding}: T) => ({
		...finding,
		position: yaml.positionOf(finding.path, isKey ? 'key' : 'value'),
	});
	const inValues = checkValues(value);
	if (inValues.some(({isFatal}) => isFatal)) return failed(inValues.map(place));
	const result = configSchema.safeParse(value);
	const inSchema = wordIssues(result.error?.issues ?? [], value, path => knownKeysAt(value, path));
	const inRules = checkRules(value, yaml.positionOf);
	const found = [...inValues, ...inSchema, ...inRules].slice(0, maxPlaced);
	const findings = [...yaml.findings, ...found.map(place)];
	if (!result.success || findings.length > 0) return failed(findings);
	const absolute = resolve(file);
	return {
		config: {
			file: absolute,
			shownFile: file,
			folder: dirname(absolute),
			data: result.data,
			positionOf: path => yaml.positionOf(path),
		},
	};
}

/** What is wrong with the file as a whole. */
function describeShape(value: unknown): Finding | null {
	const form = 'it begins with "servers:" and a list';
	if (value === null) return {path: [], message: 'the file is empty', hint: form};
	if (Array.isArray(value)) return {path: [], message: 'the file is a list, not groups of keys', hint: form};
	if (typeof value !== 'object') return {path: [], message: 'the file is no config', hint: form};
	return null;
}

/** A group whose every line is commented out is the same as no group. */
function dropEmptySections(root: unknown): unknown {
	return Object.fromEntries(
		Object.entries(root as object).filter(([key, inner]) => inner !== null || key === 'servers'),
	);
}

const maxMistakes = 100;
/** To find a place takes time, so a file of nothing but mistakes has only so many of them placed. */
const maxPlaced = 500;

/** Sorted, one for each place and path: what is found first says it best. */
function toMistakes(found: readonly Placed[], file: string): Mistake[] {
	const byPlace = new Map<string, Mistake>();
	for (const {path, message, hint, position} of found) {
		const mistake = {file, ...position, path: formatPath(path), message, ...(hint !== undefined && {hint})};
		const key = `${position.line}:${position.column} ${mistake.path}`;
		if (!byPlace.has(key)) byPlace.set(key, mistake);
	}
	return [...byPlace.values()].sort(compareMistakes).slice(0, maxMistakes);
}
