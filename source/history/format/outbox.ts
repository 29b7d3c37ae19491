import * as z from 'zod';
import type {Alert} from '../../domain/alert.ts';
import type {Outbox} from '../../domain/outbox.ts';
import {alert} from './alert-shape.ts';
import {type Codec, createCodec} from './codec.ts';
import {instant} from './instant.ts';

const id = z.string();

/** Alerts stand once, however many channels wait for them. */
const shape = z.object({
	last: z.object({id, at: instant}).nullable(),
	alerts: z.array(alert),
	boxes: z.array(
		z.object({
			name: z.string(),
			queue: z.array(z.object({alert: id, opening: id.nullable()})),
			told: z.array(id),
			dead: z.array(z.object({id, at: instant, server: z.string(), message: z.string(), reason: z.string()})),
		}),
	),
});

export const outboxCodec: Codec<Outbox> = createCodec({
	shape,
	read({last, alerts, boxes}) {
		const byId = new Map(alerts.map(one => [one.id, one]));
		return {
			last,
			boxes: boxes.map(({name, queue, told, dead}) => ({
				name,
				queue: queue.flatMap(one => {
					const alert = byId.get(one.alert);
					return alert ? [{alert, opening: byId.get(one.opening ?? '') ?? null}] : [];
				}),
				told: told.flatMap(one => byId.get(one) ?? []),
				dead,
			})),
		};
	},
	write({last, boxes}) {
		const held = boxes.flatMap(({queue, told}) => [
			...queue.flatMap(({alert, opening}) => (opening ? [alert, opening] : [alert])),
			...told,
		]);
		return {
			last,
			alerts: [...new Map<string, Alert>(held.map(one => [one.id, one])).values()],
			boxes: boxes.map(({name, queue, told, dead}) => ({
				name,
				queue: queue.map(({alert, opening}) => ({alert: alert.id, opening: opening?.id ?? null})),
				told: told.map(({id}) => id),
				dead: [...dead],
			})),
		};
	},
});
