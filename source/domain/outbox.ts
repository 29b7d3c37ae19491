import {type Alert, dedupKeyOf, severities} from './alert.ts';
import type {Channel} from './channel.ts';

/** What one channel is still to be told. */
export interface Telling {
	readonly alert: Alert;
	/** What the channel was told last of the same trouble, opening or reminder; null where this is the first of it. */
	readonly opening: Alert | null;
}

/** An alert that a channel could not be told. */
export interface DeadLetter {
	readonly id: string;
	/** When it was given up, ms since the epoch. */
	readonly at: number;
	readonly server: string;
	/** One line. */
	readonly message: string;
	/** Why, in one line without secrets. */
	readonly reason: string;
}

/** What is remembered of one channel. */
export interface ChannelBox {
	readonly name: string;
	/** Oldest first, bounded. */
	readonly queue: readonly Telling[];
	/** What it was told last, or is about to be, of each trouble that goes on: its opening or a reminder. Bounded. */
	readonly told: readonly Alert[];
	/** Newest first, bounded. */
	readonly dead: readonly DeadLetter[];
}

/** What is on its way to the channels. Immutable. */
export interface Outbox {
	/** The newest alert that was taken in; null before the first. */
	readonly last: {readonly id: string; readonly at: number} | null;
	readonly boxes: readonly ChannelBox[];
}

export const emptyOutbox: Outbox = {last: null, boxes: []};

/** A channel that cannot be reached for days must not fill the disk. */
export const mostQueued = 1000;
export const mostTold = 5000;
export const mostDead = 50;

/** What taking in depends on. */
export interface Intake {
	readonly channels: readonly Channel[];
	/** Of a server as it is configured, for alerts that do not say. */
	readonly tagsOf: (server: string) => readonly string[];
	/** Time for dead letters, ms since the epoch. */
	readonly now: number;
}

/** The first time, only what is as new as that is told: the rest is the past. */
const newMs = 60_000;

/** The alerts that are newer than the last one taken in, oldest first. */
export function newAlerts({last}: Outbox, newestFirst: readonly Alert[], now: number): readonly Alert[] {
	if (last === null) return newestFirst.filter(({at}) => at > now - newMs).reverse();
	const known = newestFirst.findIndex(({id}) => id === last.id);
	const found = known < 0 ? newestFirst.filter(({at}) => at > last.at) : newestFirst.slice(0, known);
	return [...found].reverse();
}

/** Puts one alert into the queues of those that are to be told, and remembers that it was seen. */
export const takeIn = (outbox: Outbox, alert: Alert, intake: Intake): Outbox => ({
	last: {id: alert.id, at: alert.at},
	boxes: intake.channels.map(channel => takeInto(boxOf(outbox, channel.name), channel, alert, intake)),
});

/** The box of a channel, empty where there is none yet. */
export const boxOf = ({boxes}: Outbox, name: string): ChannelBox =>
	boxes.find(box => box.name === name) ?? {name, queue: [], told: [], dead: []};

/** The same outbox with another box. */
export const withBox = (outbox: Outbox, box: ChannelBox): Outbox => ({
	...outbox,
	boxes: outbox.boxes.some(({name}) => name === box.name)
		? outbox.boxes.map(one => (one.name === box.name ? box : one))
		: [...outbox.boxes, box],
});

/** Without those that were delivered. */
export const delivered = (box: ChannelBox, tellings: readonly Telling[]): ChannelBox => {
	const gone = new Set(tellings.map(({alert}) => alert.id));
	return {...box, queue: box.queue.filter(({alert}) => !gone.has(alert.id))};
};

/** Gives these up, with the reason. What nobody was told of has no end, unless it is told of later. */
export function buried(box: ChannelBox, tellings: readonly Telling[], reason: string, at: number): ChannelBox {
	const rest = delivered(box, tellings);
	const letters = tellings.map(({alert: {id, server, message}}) => ({id, at, server, message, reason}));
	const dead = [...letters.reverse(), ...rest.dead].slice(0, mostDead);
	return tellings
		.filter(({alert, opening}) => opening === null && opens(alert))
		.reduce<ChannelBox>((next, {alert}) => withoutOpening(next, dedupKeyOf(alert)), {...rest, dead});
}

/** A later reminder, or the same trouble again, is now the first that is heard of it. */
function withoutOpening(box: ChannelBox, key: string): ChannelBox {
	let isOpenedLater = false;
	const queue = box.queue.flatMap(telling => {
		const {alert} = telling;
		if (isOpenedLater || alert.phase === 'noted' || dedupKeyOf(alert) !== key) return [telling];
		isOpenedLater = opens(alert);
		return isOpenedLater ? [{alert, opening: null}] : [];
	});
	return {...box, queue, told: isOpenedLater ? box.told : box.told.filter(one => dedupKeyOf(one) !== key)};
}

/** Channels whose other side holds a trouble open until it is told otherwise. */
const keepsOpen = (channel: Channel): boolean =>
	channel.type === 'pagerduty' || channel.type === 'opsgenie' || channel.type === 'alertmanager';

function takeInto(box: ChannelBox, channel: Channel, alert: Alert, intake: Intake): ChannelBox {
	const key = dedupKeyOf(alert);
	const opening = box.told.find(one => dedupKeyOf(one) === key) ?? null;
	const others = () => box.told.filter(one => one !== opening);
	switch (alert.phase) {
		case 'opened':
		case 'reminded':
			if (alert.isSilenced || (opening === null && !passes(channel, alert, intake))) return box;
			return queued({...box, told: [...others(), alert].slice(-mostTold)}, {alert, opening}, intake.now);
		case 'acknowledged':
			return alert.isSilenced || opening === null ? box : queued(box, {alert, opening}, intake.now);
		case 'closed': {
			if (opening === null) return box;
			const closed = {...box, told: others()};
			// It pages nobody, and without it the page would stay open for ever.
			return alert.isSilenced && !keepsOpen(channel) ? closed : queued(closed, {alert, opening}, intake.now);
		}
		case 'noted':
			return alert.isSilenced || !passes(channel, alert, intake)
				? box
				: queued(box, {alert, opening: null}, intake.now);
	}
}

function queued(box: ChannelBox, telling: Telling, now: number): ChannelBox {
	const room = box.queue.length - mostQueued + 1;
	const fitting = room > 0 ? buried(box, box.queue.slice(0, room), `more than ${mostQueued} were waiting`, now) : box;
	return {...fitting, queue: [...fitting.queue, telling]};
}

const opens = ({phase}: Alert): boolean => phase === 'opened' || phase === 'reminded';

/** A channel that cannot be used now is told the end of what it knows once it can be. */
function passes({isEnabled, problem, filter}: Channel, alert: Alert, {tagsOf}: Intake): boolean {
	const {events, minSeverity, tags} = filter;
	if (!isEnabled || problem !== null) return false;
	if (events !== null && !events.includes(alert.kind)) return false;
	if (minSeverity !== null && severities.indexOf(alert.severity) > severities.indexOf(minSeverity)) return false;
	if (tags.length === 0) return true;
	const own = alert.details.tags ?? tagsOf(alert.server);
	return tags.some(tag => own.some(one => one === tag || one.startsWith(`${tag}:`)));
}
