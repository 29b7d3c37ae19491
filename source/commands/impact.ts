import {attach} from '../control/attach.ts';
import {UserError} from '../domain/errors.ts';
import type {ServerState} from '../domain/fleet.ts';
import {incidentOf} from '../domain/impact.ts';
import type {Incident} from '../domain/incident.ts';
import type {Server} from '../domain/server.ts';
import {summariseKept} from '../domain/traffic-figures.ts';
import {createJsonHistory} from '../history/json-history.ts';
import {systemClock} from '../monitor/system-clock.ts';
import {renderImpact, type ServerImpact} from '../report/impact.ts';
import {renderImpactJson} from '../report/impact-json.ts';
import {chooseServers} from './choose-servers.ts';
import {type Command, exitCodes, type Outside} from './command.ts';
import {readConfigFleet} from './config-fleet.ts';
import type {Flags} from './flags.ts';
import type {FleetSource} from './fleet-source.ts';

type Known = Pick<ServerState, 'incidents' | 'traffic'>;

/** `langsight impact SERVER`: what its open incident, or else its last one, means to the agents that use it. */
export const impact: Command = async ([name, ...rest], flags, outside) => {
	if (name === undefined || rest.length > 0) throw new UserError('Which server?', 'langsight impact SERVER [--json]');
	const source = await (flags.discover ? readDiscovered(flags, outside) : readConfigFleet(flags, outside));
	const {servers} = chooseServers(source.servers, {server: [name], tag: [], filter: undefined});
	const [server] = servers;
	if (!server) throw new UserError(`There is no server ${name}`);
	const known = (await askMonitor(source.storeFolder, name, outside)) ?? (await readStore(source.storeFolder, server));
	const told = tell(server, known);
	outside.stdout.write(flags.json ? renderImpactJson(told) : renderImpact(told));
	return exitCodes.fine;
};

async function readDiscovered(flags: Flags, outside: Outside): Promise<FleetSource> {
	const {readDiscoveredFleet} = await import('./discovered-fleet.ts');
	return readDiscoveredFleet(flags, outside);
}

/** As the running monitor knows it; null where none runs. */
async function askMonitor(store: string, name: string, {version}: Outside): Promise<Known | null> {
	const attachment = await attach(store, {clock: systemClock, version});
	if (attachment === null || 'refused' in attachment) return null;
	const {servers} = attachment.monitor.fleet.getSnapshot();
	attachment.close();
	return servers.find(({server}) => server.name === name) ?? null;
}

async function readStore(folder: string, server: Server): Promise<Known> {
	const store = createJsonHistory({folder, clock: systemClock, isOwner: false});
	try {
		const past = (await store.open([server])).get(server.name);
		const incidents = past?.kept?.incidents ?? [];
		return {incidents, traffic: summariseKept(store.traffic(server.name), incidents, systemClock.now())};
	} finally {
		await store.close();
	}
}

function tell({name, usedBy}: Server, {incidents, traffic}: Known): ServerImpact {
	const impact = traffic?.impact ?? null;
	const isOf = ({kind, startedAt}: Incident) => kind === impact?.kind && startedAt === impact.startedAt;
	return {
		server: name,
		usedBy,
		incident: (impact ? incidents.find(isOf) : incidentOf(incidents)) ?? null,
		impact,
		agents: traffic?.agents ?? [],
		now: systemClock.now(),
	};
}
