import {createHmac} from 'node:crypto';
import type {WebhookChannel} from '../domain/channel.ts';
import {toEvent} from './event.ts';
import {judgeAnswer, type Sender, type SenderTools, tryMs} from './sender.ts';

/** Any address that takes JSON. */
export const createWebhookSender = (channel: WebhookChannel, {sendRequest, about, clock}: SenderTools): Sender => ({
	holdMs: 0,
	async send([telling], signal) {
		const {url, tls, proxy, secret} = channel;
		const body = JSON.stringify(toEvent(telling!.alert, about));
		const headers = {
			'content-type': 'application/json',
			'user-agent': `langsight/${about.version}`,
			...channel.headers,
			...(secret !== null && signatureOf(secret, Math.floor(clock.now() / 1000), body)),
		};
		return judgeAnswer(await sendRequest({method: 'POST', url, headers, body, tls, proxy, timeoutMs: tryMs}, signal));
	},
});

/** Who has the secret can tell that a body came from here, and when: HMAC-SHA256 over `timestamp.body`. */
export const signatureOf = (secret: string, timestamp: number, body: string): Record<string, string> => ({
	'X-LangSight-Timestamp': String(timestamp),
	'X-LangSight-Signature': `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
});
