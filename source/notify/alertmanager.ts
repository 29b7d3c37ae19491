import type {Alert} from '../domain/alert.ts';
import type {AlertmanagerChannel} from '../domain/channel.ts';
import type {Telling} from '../domain/outbox.ts';
import {type About, type Delivery, judgeAnswer, type Sender, type SenderTools, tryMs} from './sender.ts';
import {driftLines, factsOf} from './words.ts';

/** As Prometheus does, an alert is told again long before it would run out. */
const renewMs = 60_000;
const lifeMs = 5 * renewMs;

/** Prometheus' Alertmanager, by its API v2: grouping, routing and inhibition are its own. */
export function createAlertmanagerSender(channel: AlertmanagerChannel, tools: SenderTools): Sender {
	const {sendRequest, about, clock} = tools;

	async function post(alerts: readonly PostedAlert[], signal: AbortSignal): Promise<Delivery> {
		const {tls, proxy, token} = channel;
		const headers = {'content-type': 'application/json', ...(token !== null && {authorization: `Bearer ${token}`})};
		const url = `${channel.url}/api/v2/alerts`;
		const body = JSON.stringify(alerts);
		return judgeAnswer(await sendRequest({method: 'POST', url, headers, body, tls, proxy, timeoutMs: tryMs}, signal));
	}

	return {
		holdMs: 0,
		send: (tellings, signal) =>
			post(
				tellings.map(one => toPostedAlert(one, about, clock.now())),
				signal,
			),
		renewal: {
			everyMs: renewMs,
			send: (told, signal) =>
				post(
					told.map(alert => toPostedAlert({alert, opening: null}, about, clock.now())),
					signal,
				),
		},
	};
}

export type PostedAlert = ReturnType<typeof toPostedAlert>;

/** An alert is known by its labels, so its end has those that were told last. */
export function toPostedAlert({alert, opening}: Telling, about: About, now: number) {
	const {details} = alert;
	const {startedAt} = opening ?? alert;
	const runbook = details.runbookUrl ?? opening?.details.runbookUrl;
	return {
		labels: labelsOf(alert.phase === 'closed' || alert.phase === 'acknowledged' ? (opening ?? alert) : alert, about),
		annotations: {
			summary: `${about.isTest ? '[test] ' : ''}${alert.server} ${alert.message}`,
			...(details.hint !== undefined && {hint: details.hint}),
			...(runbook !== undefined && {runbook_url: runbook}),
			...Object.fromEntries(factsOf(alert).map(([name, value]) => [toName(name), value])),
			...(details.drift && {drift: driftLines(alert).join('\n')}),
			host: about.host,
		},
		startsAt: toTime(startedAt),
		// A clock that was put back must not make it end before it began, which is refused.
		endsAt: toTime(alert.phase === 'closed' ? Math.max(alert.at, startedAt) : now + lifeMs),
	};
}

function labelsOf({kind, server, severity, details}: Alert, {fleet}: About): Record<string, string> {
	const tags = (details.tags ?? []).filter(tag => tag.includes(':')).slice(0, 20);
	return {
		...Object.fromEntries(
			tags.map(tag => [`tag_${toName(tag.slice(0, tag.indexOf(':')))}`, tag.slice(tag.indexOf(':') + 1)]),
		),
		...(details.project !== undefined && {project: details.project}),
		alertname: `LangSight${kind.replaceAll(/(?:^|_)(\w)/g, (_found, first: string) => first.toUpperCase())}`,
		server,
		severity,
		kind,
		fleet,
	};
}

/** What a label or an annotation may be called (Prometheus' data model). */
const toName = (text: string): string => text.toLowerCase().replaceAll(/\W/g, '_');

const toTime = (at: number): string => new Date(at).toISOString();
