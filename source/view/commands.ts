/** What can be typed after `:`. */
export interface CommandFacts {
	readonly name: string;
	/** As in a usage line: `[…]` may be left out. */
	readonly arguments: string;
	readonly help: string;
}

const command = <N extends string>(name: N, args: string, help: string) => ({name, arguments: args, help});

/** Every command, in the order of the help. */
const table = [
	command('check', '[SERVER…|all]', 'check now: the selected or marked servers, those named, or all that are shown'),
	command('ack', '[REASON]', 'acknowledge: you are on it'),
	command('unack', '', 'take the acknowledgement back'),
	command('silence', '[TIME] [REASON]', 'send no alerts for so long: 30m, 2h, 1d (1h)'),
	command('unsilence', '', 'end the silences that cover the servers'),
	command('accept', '', 'accept the changed tools as the new baseline'),
	command('unaccept', '', 'go back to the baseline before'),
	command('undo', '', 'undo what was done last'),
	command('pause', '[TIME]', 'make no checks for so long (15m)'),
	command('resume', '', 'check again'),
	command('filter', '[QUERY]', 'show only these servers; without a query, all'),
	command('problems', '', 'show problems only, or all again'),
	command('group', '[BY]', 'group by tag:KEY, project, status or transport; without a word, not at all'),
	command('fold', '', 'fold all groups'),
	command('unfold', '', 'unfold all groups'),
	command('order', 'COLUMN [up|down]', 'order by a column: the smallest first, or the largest'),
	command('columns', '[COLUMN…]', 'show these columns; without a word, all that there is room for'),
	command('mark', '', 'mark every server that is shown'),
	command('unmark', '', 'take all marks away'),
	command('open', 'SERVER [TAB]', 'open a server'),
	command('tab', 'TAB', 'open a tab of the selected server'),
	command('heatmap', '[1h|24h|7d]', 'every server over time'),
	command('alerts', '', 'the alert log'),
	command('copy', '', 'copy the details of the server as JSON'),
	command('runbook', '', 'copy the address of the runbook'),
	command('freeze', '', 'freeze the picture, or let it go on'),
	command('theme', 'NAME', 'colours: auto, dark, light or mono'),
	command('help', '', 'help for what is shown'),
	command('quit', '', 'quit'),
] as const;

export type CommandName = (typeof table)[number]['name'];

export const commands: readonly (CommandFacts & {readonly name: CommandName})[] = table;

export const isCommand = (name: string): name is CommandName => commands.some(one => one.name === name);
