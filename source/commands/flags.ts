/** One flag as it is read and told. */
export interface FlagEntry {
	readonly type: 'string' | 'number' | 'boolean';
	/** Can be given more than once. */
	readonly isMultiple?: true;
	readonly shortFlag?: 'c';
	/** True for what holds unless `--no-…` is given. */
	readonly default?: true;
	/** As it is written in the help, dashes left out. */
	readonly usage: string;
	readonly section: 'Choosing' | 'Reporting' | 'Commands' | 'The screen';
	readonly help: readonly string[];
}

/** Every flag. `--help` is made from it, what the program reads is, and the README is checked against it. */
export const flagTable = {
	config: {
		type: 'string',
		shortFlag: 'c',
		usage: 'config FILE',
		section: 'Choosing',
		help: ['the configuration (else .langsight.yaml here or above, then ~/.config/langsight/config.yaml)'],
	},
	demo: {
		type: 'boolean',
		usage: 'demo',
		section: 'Choosing',
		help: ['a fleet of real servers that fail on purpose; needs no configuration'],
	},
	discover: {
		type: 'boolean',
		usage: 'discover',
		section: 'Choosing',
		help: ['the servers that MCP clients on this computer have, without a configuration'],
	},
	server: {
		type: 'string',
		isMultiple: true,
		usage: 'server NAME',
		section: 'Choosing',
		help: ['only this server (repeatable)'],
	},
	tag: {
		type: 'string',
		isMultiple: true,
		usage: 'tag TAG',
		section: 'Choosing',
		help: ['only servers with this tag (repeatable: all of them)'],
	},
	filter: {
		type: 'string',
		usage: 'filter QUERY',
		section: 'Choosing',
		help: ["only servers that match, such as 'status!=up' or 'tag:critical latency>500'"],
	},
	once: {type: 'boolean', usage: 'once', section: 'Reporting', help: ['check once, print, exit']},
	json: {type: 'boolean', usage: 'json', section: 'Reporting', help: ['the report as JSON']},
	scorecard: {
		type: 'boolean',
		usage: 'scorecard',
		section: 'Reporting',
		help: ['grades over the last 7 days instead of the state of now'],
	},
	groupBy: {
		type: 'string',
		usage: 'group-by KEY',
		section: 'Reporting',
		help: ['tag:KEY, project, status or transport'],
	},
	failOn: {
		type: 'string',
		usage: 'fail-on LIST',
		section: 'Reporting',
		help: [
			'what makes the exit code 1: down, stale, degraded, drift, breaking, auth, grade:C, never',
			'(default: down,stale,degraded); of scan: critical, high (default), medium or low',
		],
	},
	baseline: {
		type: 'string',
		usage: 'baseline FILE',
		section: 'Reporting',
		help: ['compare the tools with this lock file instead of the history (see the command baseline)'],
	},
	junit: {
		type: 'string',
		usage: 'junit FILE',
		section: 'Reporting',
		help: ['a JUnit report of a single check, beside the usual one'],
	},
	retries: {
		type: 'number',
		usage: 'retries N',
		section: 'Reporting',
		help: ['try a failing server N more times before it counts'],
	},
	interval: {
		type: 'number',
		usage: 'interval N',
		section: 'Reporting',
		help: ['seconds between two checks of a server (default 30)'],
	},
	color: {
		type: 'boolean',
		default: true,
		usage: 'no-color',
		section: 'Reporting',
		help: ['no colors (NO_COLOR does the same)'],
	},
	ascii: {
		type: 'boolean',
		usage: 'ascii',
		section: 'Reporting',
		help: ['plain letters instead of symbols and lines'],
	},
	mouse: {type: 'boolean', usage: 'mouse', section: 'The screen', help: ['wheel and clicks, too']},
	headless: {
		type: 'boolean',
		usage: 'headless',
		section: 'Commands',
		help: ['monitor: no screen; alerts as lines on stdout, the rest on stderr (--json: as JSON)'],
	},
	daemon: {
		type: 'boolean',
		usage: 'daemon',
		section: 'Commands',
		help: ['monitor: without a terminal, in the background, until langsight stop'],
	},
	since: {
		type: 'string',
		usage: 'since TIME',
		section: 'Commands',
		help: ['alerts: since when, such as 8h or 2026-04-02T08:15 (default 24h)'],
	},
	markdown: {
		type: 'boolean',
		usage: 'markdown',
		section: 'Commands',
		help: ['alerts: a hand-over for the next shift'],
	},
	yes: {
		type: 'boolean',
		usage: 'yes',
		section: 'Commands',
		help: ['init: take all servers that are found; --discover: start their commands without asking'],
	},
	dryRun: {type: 'boolean', usage: 'dry-run', section: 'Commands', help: ['init: show what would be written']},
	client: {
		type: 'string',
		isMultiple: true,
		usage: 'client NAME',
		section: 'Commands',
		help: ['init, --discover: only what this MCP client has (repeatable)'],
	},
	check: {type: 'boolean', usage: 'check', section: 'Commands', help: ['init: then check every server once']},
	copySecrets: {
		type: 'boolean',
		usage: 'copy-secrets',
		section: 'Commands',
		help: ['init, add: write secrets into the file instead of references to variables'],
	},
	url: {type: 'string', usage: 'url URL', section: 'Commands', help: ['add: the address of the server']},
	transport: {
		type: 'string',
		usage: 'transport NAME',
		section: 'Commands',
		help: ['add: streamable_http or sse (default: what answers)'],
	},
	header: {
		type: 'string',
		isMultiple: true,
		usage: "header 'NAME: VALUE'",
		section: 'Commands',
		help: ['add: sent with every request (repeatable)'],
	},
	env: {
		type: 'string',
		isMultiple: true,
		usage: 'env NAME=VALUE',
		section: 'Commands',
		help: ['add: given to the command (repeatable)'],
	},
	force: {type: 'boolean', usage: 'force', section: 'Commands', help: ['add: even if the server does not answer']},
	window: {
		type: 'string',
		usage: 'window TIME',
		section: 'Commands',
		help: ['history: 1h, 24h, 7d, 30d or 90d (default 7d)'],
	},
	from: {
		type: 'string',
		usage: 'from TIME',
		section: 'Commands',
		help: ['diff: since when, such as 2d or 2026-04-02T08:15 (default: what was last accepted)'],
	},
	to: {type: 'string', usage: 'to TIME', section: 'Commands', help: ['diff: until when (default: what was last seen)']},
	for: {type: 'string', usage: 'for TIME', section: 'Commands', help: ['silence: how long, such as 30m, 2h or 1d']},
	reason: {type: 'string', usage: 'reason TEXT', section: 'Commands', help: ['silence, ack: why, for your team']},
	list: {type: 'boolean', usage: 'list', section: 'Commands', help: ['silence: those that hold now']},
	end: {type: 'string', usage: 'end ID', section: 'Commands', help: ['silence: end this one']},
	expect: {
		type: 'string',
		usage: 'expect HASH',
		section: 'Commands',
		help: ['accept: only if the tools are those you looked at'],
	},
	undo: {type: 'boolean', usage: 'undo', section: 'Commands', help: ['accept, ack: take it back']},
	write: {
		type: 'string',
		usage: 'write FILE',
		section: 'Commands',
		help: ['baseline: the lock file, such as langsight.lock.json'],
	},
	verbose: {type: 'boolean', usage: 'verbose', section: 'Commands', help: ['scan: every check, not only what failed']},
	prune: {
		type: 'boolean',
		usage: 'prune',
		section: 'Commands',
		help: ['store: remove the history of servers that are configured no more'],
	},
} as const satisfies Readonly<Record<string, FlagEntry>>;

type FlagTable = typeof flagTable;

/** The flags, as the command line gave them. */
export type Flags = {
	readonly [Name in keyof FlagTable]: FlagTable[Name] extends {readonly isMultiple: true}
		? readonly string[]
		: FlagTable[Name]['type'] extends 'boolean'
			? boolean
			: (FlagTable[Name]['type'] extends 'number' ? number : string) | undefined;
};

/** The table for those who read it entry by entry. */
export const flagEntries: readonly (readonly [name: keyof FlagTable, entry: FlagEntry])[] = Object.entries(
	flagTable,
) as [keyof FlagTable, FlagEntry][];
