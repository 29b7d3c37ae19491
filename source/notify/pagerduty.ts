import {dedupKeyOf} from '../domain/alert.ts';
import type {PagerdutyChannel} from '../domain/channel.ts';
import type {Telling} from '../domain/outbox.ts';
import {plainText} from '../domain/plain-text.ts';
import {toEvent} from './event.ts';
import {judgeAnswer, type Sender, type SenderTools, tryMs} from './sender.ts';
import {wordTellings} from './words.ts';

/** PagerDuty, by its Events API v2. */
export const createPagerdutySender = (channel: PagerdutyChannel, tools: SenderTools): Sender => ({
	holdMs: 0,
	async send([telling], signal) {
		const {url, routingKey, tls, proxy} = channel;
		const body = JSON.stringify({routing_key: routingKey, ...toPagerdutyEvent(telling!, tools)});
		const headers = {'content-type': 'application/json'};
		return judgeAnswer(
			await tools.sendRequest({method: 'POST', url, headers, body, tls, proxy, timeoutMs: tryMs}, signal),
		);
	},
});

/** The event without its key: https://developer.pagerduty.com/docs/events-api-v2-overview */
export function toPagerdutyEvent(telling: Telling, tools: SenderTools) {
	const {alert} = telling;
	const key = {dedup_key: dedupKeyOf(alert).slice(0, 255)};
	switch (alert.phase) {
		case 'acknowledged':
			return {event_action: 'acknowledge', ...key};
		case 'closed':
			return {event_action: 'resolve', ...key};
		case 'opened':
		case 'reminded':
		case 'noted':
			return {event_action: 'trigger', ...key, ...described(telling, tools)};
	}
}

function described(telling: Telling, tools: SenderTools) {
	const {alert} = telling;
	const {runbookUrl, project, groupId} = alert.details;
	const group = groupId ?? project;
	return {
		client: 'LangSight',
		payload: {
			summary: plainText(wordTellings([telling], tools), 1024),
			source: alert.server,
			severity: alert.severity,
			timestamp: new Date(alert.at).toISOString(),
			component: alert.server,
			...(group !== undefined && {group}),
			class: alert.kind,
			custom_details: toEvent(alert, tools.about),
		},
		...(runbookUrl !== undefined && {links: [{href: runbookUrl, text: 'Runbook'}]}),
	};
}
