import * as z from 'zod';
import {hourMs, minuteMs, type Traffic, type TrafficSpan} from '../../domain/traffic.ts';
import {type Codec, createCodec} from './codec.ts';
import {decodeTraffic, encodeTraffic} from './traffic-rows.ts';

/** What of a server's traffic is not in the file of its hours, as a rule the hour under way; and its minutes. */
export interface TrafficTail extends Traffic {
	readonly server: string;
}

/** Hours that are over. */
export interface TrafficHours {
	readonly server: string;
	readonly hours: readonly TrafficSpan[];
}

const rows = z.array(z.unknown());
const names = z.array(z.string().max(1000));

export const trafficCodec: Codec<TrafficTail> = createCodec({
	shape: z.object({server: z.string(), names, hours: rows, minutes: rows}),
	read: ({server, names: known, hours, minutes}) => ({
		server,
		hours: decodeTraffic(hours, hourMs, known),
		minutes: decodeTraffic(minutes, minuteMs, known),
	}),
	write({server, hours, minutes}) {
		const own: string[] = [];
		const encoded = {hours: encodeTraffic(hours, hourMs, own), minutes: encodeTraffic(minutes, minuteMs, own)};
		return {server, names: own, hours: [...encoded.hours], minutes: [...encoded.minutes]};
	},
});

export const trafficHoursCodec: Codec<TrafficHours> = createCodec({
	shape: z.object({server: z.string(), names, hours: rows}),
	read: ({server, names: known, hours}) => ({server, hours: decodeTraffic(hours, hourMs, known)}),
	write({server, hours}) {
		const own: string[] = [];
		const encoded = encodeTraffic(hours, hourMs, own);
		return {server, names: own, hours: [...encoded]};
	},
});
