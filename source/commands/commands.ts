import type {Command} from './command.ts';
import {keepHeapSmall} from './small-heap.ts';

/** One thing the program can be asked to do. */
interface Entry {
	/** As it is typed after the program's name. */
	readonly usage: string;
	readonly help: string;
	/** Each is loaded only when it is wanted. */
	readonly load: () => Promise<Command>;
}

/** Every command by its first word. `--help` and the choice of what to load are made from it. */
export const commands: Readonly<Record<string, Entry>> = {
	'mcp-health': {
		usage: 'mcp-health',
		help: 'check every server once and report (the same as --once)',
		load: async () => (await import('./check-health.ts')).checkHealth,
	},
	monitor: {
		usage: 'monitor [--headless|--daemon]',
		help: 'watch for good: the screen, or without a terminal a log of alerts',
		load: async () => {
			keepHeapSmall();
			return (await import('./monitor.ts')).monitor;
		},
	},
	status: {
		usage: 'status',
		help: 'whether a monitor runs, and how the fleet is; exit code 1 when none does',
		load: async () => (await import('./status.ts')).status,
	},
	reload: {
		usage: 'reload',
		help: 'have the monitor that runs read its configuration again',
		load: async () => (await import('./reload.ts')).reload,
	},
	stop: {
		usage: 'stop',
		help: 'end the monitor that runs',
		load: async () => (await import('./stop.ts')).stop,
	},
	init: {
		usage: 'init [--yes]',
		help: 'find the servers that MCP clients have, and write the configuration',
		load: async () => (await import('./init.ts')).init,
	},
	add: {
		usage: 'add NAME --url URL | -- COMMAND…',
		help: 'try a server and add it to the configuration',
		load: async () => (await import('./add.ts')).add,
	},
	config: {
		usage: 'config check [FILE]',
		help: 'check the configuration',
		load: async () => (await import('./check-config.ts')).checkConfig,
	},
	history: {
		usage: 'history SERVER',
		help: "a server's past: availability, latency, errors, incidents",
		load: async () => (await import('./history.ts')).history,
	},
	diff: {
		usage: 'diff SERVER',
		help: "what a server's tools were and what they are",
		load: async () => (await import('./diff.ts')).diff,
	},
	accept: {
		usage: 'accept SERVER',
		help: "take a server's changed tools as the new baseline",
		load: async () => (await import('./accept.ts')).accept,
	},
	baseline: {
		usage: 'baseline --write FILE',
		help: 'what the tools are now, as a lock file to commit; --once --baseline FILE compares with it',
		load: async () => (await import('./baseline.ts')).baseline,
	},
	ack: {
		usage: 'ack SERVER…',
		help: 'say that you are on it',
		load: async () => (await import('./ack.ts')).ack,
	},
	silence: {
		usage: 'silence QUERY --for TIME',
		help: 'send no alerts of these servers for a while (also: --list, --end ID)',
		load: async () => (await import('./silence.ts')).silence,
	},
	alerts: {
		usage: 'alerts [test [CHANNEL]]',
		help: 'what was told of late; --markdown: a hand-over for the next shift; test: try the channels',
		load: async () => (await import('./alerts.ts')).alerts,
	},
	scan: {
		usage: 'scan',
		help: 'what is insecure about the servers, and what to do about it',
		load: async () => (await import('./scan.ts')).scan,
	},
	store: {
		usage: 'store',
		help: 'what the history takes on disk',
		load: async () => (await import('./store.ts')).store,
	},
};
