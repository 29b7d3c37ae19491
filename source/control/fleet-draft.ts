import * as z from 'zod';
import type {Fleet, ServerState} from '../domain/fleet.ts';
import {patchList} from './list-patch.ts';
import {
	aboutItems,
	aboutShapes,
	optionalAboutShapes,
	optionalStateShapes,
	stateItems,
	stateShapes,
} from './shape-state.ts';
import {count, text} from './shape-values.ts';

/** A fleet as it comes in over the socket. */
export interface FleetDraft {
	/** Takes in one patch. False for one that is none or does not fit: then nothing that follows can be trusted. */
	apply(patch: unknown): boolean;
	/** The fleet as it stands; null while something of it is missing. What has not changed stays the same object. */
	fleet(): Fleet | null;
}

/** More of anything than an owner sends. */
const mostItems = 100_000;

const partOf = <T>(item: z.ZodType<T>) =>
	z.looseObject({keep: z.tuple([count, count]), before: z.array(item), after: z.array(item)});

const aboutPatch = z.looseObject({...aboutShapes, ...optionalAboutShapes, alerts: partOf(aboutItems.alerts)}).partial();
const statePatch = z
	.looseObject({
		...stateShapes,
		...optionalStateShapes,
		samples: partOf(stateItems.samples),
		incidents: partOf(stateItems.incidents),
	})
	.partial();
const patchShape = z.looseObject({
	about: aboutPatch.optional(),
	order: z.array(text).max(mostItems).optional(),
	servers: z.array(z.tuple([text, statePatch])).max(mostItems),
});

type StatePatch = z.infer<typeof statePatch>;
type AboutPatch = z.infer<typeof aboutPatch>;
type About = Omit<Fleet, 'servers' | 'attachedTo'>;

/** Makes the draft of a fleet that another process watches. */
export function createFleetDraft(pid: number): FleetDraft {
	let about: Partial<About> = {};
	let order: readonly string[] = [];
	let servers: readonly ServerState[] = [];
	const states = new Map<string, ServerState>();

	function addState(name: string, patch: StatePatch): boolean {
		const state = patchState(states.get(name), patch);
		if (state?.server.name !== name) return false;
		states.set(name, state);
		return true;
	}

	return {
		apply(value) {
			const parsed = patchShape.safeParse(value);
			if (!parsed.success) return false;
			const {data} = parsed;
			if (new Set(data.order).size !== (data.order?.length ?? 0)) return false;
			const next = data.about === undefined ? about : patchAbout(about, data.about);
			if (next === null || !data.servers.every(([name, patch]) => addState(name, patch))) return false;
			about = next;
			if (data.order !== undefined) {
				order = data.order;
				const wanted = new Set(order);
				for (const name of states.keys()) if (!wanted.has(name)) states.delete(name);
			}
			if (data.order !== undefined || data.servers.length > 0) {
				servers = order.flatMap(name => states.get(name) ?? []);
			}
			return true;
		},
		fleet() {
			const isComplete = servers.length === order.length && aboutNames.every(name => about[name] !== undefined);
			return isComplete ? ({...about, servers, attachedTo: pid} as Fleet) : null;
		},
	};
}

const aboutNames = [...Object.keys(aboutShapes), ...Object.keys(aboutItems)] as (keyof About)[];
const stateNames = [...Object.keys(stateShapes), ...Object.keys(stateItems)] as (keyof ServerState)[];

function patchAbout(about: Partial<About>, {alerts: alertPatch, ...rest}: AboutPatch): Partial<About> | null {
	const alerts = alertPatch ? patchList(about.alerts ?? [], alertPatch, mostItems) : about.alerts;
	return alerts === null ? null : {...about, ...rest, ...(alerts && {alerts})};
}

/** Null where the patch does not fit, or leaves a new server incomplete. */
function patchState(state: ServerState | undefined, patch: StatePatch): ServerState | null {
	const {samples: samplePatch, incidents: incidentPatch, ...rest} = patch;
	const samples = samplePatch ? patchList(state?.samples ?? [], samplePatch, mostItems) : state?.samples;
	const incidents = incidentPatch ? patchList(state?.incidents ?? [], incidentPatch, mostItems) : state?.incidents;
	if (!samples || !incidents) return null;
	const next: Partial<ServerState> = {...state, ...rest, samples, incidents};
	return stateNames.every(name => next[name] !== undefined) ? (next as ServerState) : null;
}
