import {commands} from './commands.ts';
import {flagEntries} from './flags.ts';

const examples = [
	'langsight --demo',
	'langsight --once --tag critical --fail-on down,breaking',
	`langsight mcp-health --json | jq '.servers[] | select(.status == "down")'`,
	"langsight silence 'tag:db' --for 2h --reason 'upgrade'",
	'langsight history postgres-mcp --window 30d',
];

/** What `--help` prints. */
export function usage(): string {
	const verbs: Row[] = [
		['', 'watch the fleet, live'],
		...Object.values(commands).map(({usage: how, help}): Row => [how, help]),
	];
	return [
		'Usage',
		...inColumns(verbs.map(([how, help]): Row => [`$ langsight ${how}`.trimEnd(), help])),
		...[...new Set(flagEntries.map(([, {section}]) => section))].flatMap(section => ['', section, ...flagsOf(section)]),
		'',
		'Exit codes',
		'  0 fine · 1 a server that is shown is not · 2 usage or configuration error · 70 a bug · 130 interrupted',
		'',
		'Examples',
		...examples.map(example => `  $ ${example}`),
	]
		.map(line => (line === '' ? line : `  ${line}`))
		.join('\n');
}

type Row = readonly [left: string, right: string];

const flagsOf = (section: string): readonly string[] =>
	inColumns(
		flagEntries
			.filter(([, entry]) => entry.section === section)
			.flatMap(([, entry]) => entry.help.map((line, index): Row => [index === 0 ? `--${entry.usage}` : '', line])),
	);

function inColumns(rows: readonly Row[]): readonly string[] {
	const width = Math.max(...rows.map(([left]) => left.length)) + 2;
	return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
