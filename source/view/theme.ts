import type {Severity} from '../domain/alert.ts';
import type {ServerState} from '../domain/fleet.ts';
import type {ShownStatus} from './theme/glyphs.ts';
import type {Tone} from './theme/tone.ts';

export type {Glyphs, ShownStatus} from './theme/glyphs.ts';
export {createLook, type Look, type LookOptions, paint} from './theme/look.ts';
export {type HeatTone, heatTones, type Tone, toneOfHeat} from './theme/tone.ts';

const statusTones: Readonly<Record<ShownStatus, Tone>> = {
	up: 'good',
	degraded: 'warning',
	down: 'bad',
	stale: 'bad',
	unknown: 'dim',
	disabled: 'dim',
};

const severityTones: Readonly<Record<Severity, Tone>> = {critical: 'bad', warning: 'warning', info: 'good'};

export const toneOfStatus = (status: ShownStatus): Tone => statusTones[status];
export const toneOfSeverity = (severity: Severity): Tone => severityTones[severity];

/** The status to show for a server. */
export const shownStatus = ({server, health}: ServerState): ShownStatus =>
	server.enabled ? health.status : 'disabled';
