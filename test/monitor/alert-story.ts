import type {Action} from '../../source/domain/action.ts';
import type {Alert} from '../../source/domain/alert.ts';
import type {ServerState} from '../../source/domain/fleet.ts';
import type {AgentWatch, CreateAgentWatch} from '../../source/domain/ports.ts';
import type {Server} from '../../source/domain/server.ts';
import type {Alerting} from '../../source/domain/settings.ts';
import {createFakeClock, type FakeClock} from '../helpers/clock.ts';
import type {FakeProber, Step} from '../helpers/fake-prober.ts';
import {createMemoryHistory, type MemoryHistory} from './memory-history.ts';
import {type RunningFleet, runFleet} from './running-fleet.ts';

/** A fleet that lives through one thing after another, over restarts. */
export interface Story {
	readonly clock: FakeClock;
	readonly history: MemoryHistory;
	/** Those that are watched now. */
	servers(): readonly Server[];
	state(name?: string): ServerState;
	prober(name?: string): FakeProber;
	/** What the next checks of a server show; the last step goes on for ever, also after a restart. */
	checks(name: string, ...steps: readonly Step[]): void;
	wait(ms: number): Promise<void>;
	act(action: Action): Promise<void>;
	/** Ends the monitor and starts it again, with other servers if they are given. */
	restart(servers?: readonly Server[], configured?: readonly Server[]): Promise<void>;
	/** When a server's certificate ends; it is looked up five seconds after a start and then every hour. */
	certify(validTo: number): void;
	/** An agent's own copy is lost, or runs again. */
	agents(change: 'lost' | 'back'): Promise<void>;
	stop(): Promise<void>;
	/** `3s opened critical slack-mcp: down: timeout`, oldest first; `~` marks what was sent nowhere. */
	told(): string[];
	alerts(): readonly Alert[];
}

/** @param opening what the first checks show, by server */
export async function beginStory(
	first: readonly Server[],
	alerting?: Partial<Alerting>,
	opening: Readonly<Record<string, readonly Step[]>> = {},
): Promise<Story> {
	const clock = createFakeClock();
	const history = createMemoryHistory();
	const begin = clock.now();
	const scripts = new Map<string, readonly Step[]>(Object.entries(opening));
	let servers = first;
	let configured: readonly Server[] = first;
	let validTo: number | null = null;
	let agentsOf: ReturnType<typeof createAgents> | null = null;
	let fleet = await start();

	async function start(): Promise<RunningFleet> {
		agentsOf = createAgents(clock);
		return runFleet(servers, {
			clock,
			history,
			alerting: {remindAfterMs: null, maintenance: [], ...alerting},
			configured: configured.map(({name}) => name),
			createAgentWatch: agentsOf.create,
			lookUpTls: async () =>
				validTo === null ? null : {issuer: 'CA', subject: 'a', validFrom: 0, validTo, protocol: 'TLSv1.3'},
			prepare: probers => {
				for (const [name, steps] of scripts) probers.scriptFor(name, ...steps.slice(-1));
			},
		});
	}

	return {
		clock,
		history,
		servers: () => servers,
		state: name => fleet.state(name),
		prober: name => fleet.prober(name),
		checks(name, ...steps) {
			scripts.set(name, steps);
			fleet.prober(name).script(...steps);
		},
		wait: ms => clock.advance(ms),
		async act(action) {
			const result = await fleet.monitor.act(action);
			if (!result.ok) throw new Error(result.message);
		},
		async restart(next = servers, all = next) {
			await fleet.monitor.stop();
			servers = next;
			configured = all;
			fleet = await start();
		},
		certify(at) {
			validTo = at;
		},
		async agents(change) {
			agentsOf?.[change](servers[0]?.name ?? '');
			await clock.advance(3000);
		},
		stop: () => fleet.monitor.stop(),
		told: () =>
			history
				.alerts()
				.map(alert => tellOf(alert, begin))
				.reverse(),
		alerts: () => history.alerts().toReversed(),
	};
}

const tellOf = ({at, phase, severity, server, message, isSilenced}: Alert, begin: number): string =>
	`${Math.round((at - begin) / 1000)}s ${isSilenced ? '~' : ''}${phase} ${severity} ${server}: ${message}`;

/** Agents' own processes, as a test has them. */
function createAgents(clock: FakeClock) {
	let tellGone: Parameters<CreateAgentWatch>[1] = () => {};
	const running = new Map<string, ReturnType<AgentWatch['processes']>>();
	const process = () => ({
		pid: 4300,
		startedAt: clock.now(),
		parentPid: 4242,
		parentName: 'cursor',
		rssBytes: 0,
		cpuShare: null,
		ageMs: 0,
		sharedWith: [],
	});
	return {
		create: ((_servers, onGone) => {
			tellGone = onGone;
			return {
				look: async () => {},
				processes: name => running.get(name) ?? [],
				isRunning: () => true,
				close() {},
			};
		}) satisfies CreateAgentWatch,
		lost(name: string) {
			running.delete(name);
			tellGone(name, {process: process(), endedAt: clock.now(), evidence: null});
		},
		back(name: string) {
			running.set(name, [process()]);
		},
	};
}
