import {dedupKeyOf, type Severity} from '../domain/alert.ts';
import type {OpsgenieChannel} from '../domain/channel.ts';
import type {Telling} from '../domain/outbox.ts';
import {plainText} from '../domain/plain-text.ts';
import {judgeAnswer, type Sender, type SenderTools, tryMs} from './sender.ts';
import {driftLines, factsOf, wordTellings} from './words.ts';

/** Opsgenie, by its Alert API. */
export const createOpsgenieSender = (channel: OpsgenieChannel, tools: SenderTools): Sender => ({
	holdMs: 0,
	async send([telling], signal) {
		const {url: base, token, tls, proxy} = channel;
		const {path, content} = toOpsgenieRequest(telling!, tools);
		const headers = {'content-type': 'application/json', authorization: `GenieKey ${token}`};
		const body = JSON.stringify(content);
		const request = {method: 'POST', url: `${base}${path}`, headers, body, tls, proxy, timeoutMs: tryMs} as const;
		return judgeAnswer(await tools.sendRequest(request, signal));
	},
});

const priorities: Readonly<Record<Severity, string>> = {critical: 'P1', warning: 'P3', info: 'P5'};

/** What is asked of https://docs.opsgenie.com/docs/alert-api: the alias is what an alert is found by. */
export function toOpsgenieRequest(telling: Telling, tools: SenderTools) {
	const {alert} = telling;
	const {details} = alert;
	const alias = dedupKeyOf(alert).slice(0, 512);
	const source = plainText(`LangSight ${tools.about.fleet}`, 100);
	const path = (verb: string) => `/v2/alerts/${encodeURIComponent(alias)}/${verb}?identifierType=alias`;
	const note = plainText(wordTellings([telling], tools), 5000);
	switch (alert.phase) {
		case 'acknowledged':
			return {path: path('acknowledge'), content: {source, user: plainText(details.by ?? 'LangSight', 100), note}};
		case 'closed':
			return {path: path('close'), content: {source, note}};
		case 'opened':
		case 'reminded':
		case 'noted':
			return {
				path: '/v2/alerts',
				content: {
					message: plainText(wordTellings([telling], tools), 130),
					alias,
					description: describe(telling, tools),
					tags: (details.tags ?? []).slice(0, 20).map(tag => tag.slice(0, 50)),
					details: Object.fromEntries(factsOf(alert).map(([name, value]) => [name, value.slice(0, 1000)])),
					entity: alert.server,
					source,
					priority: priorities[alert.severity],
				},
			};
	}
}

function describe(telling: Telling, tools: SenderTools): string {
	const {details} = telling.alert;
	const runbook = details.runbookUrl === undefined ? [] : [`Runbook: ${details.runbookUrl}`];
	const lines = [wordTellings([telling], tools), ...(details.hint ? [details.hint] : []), ...runbook];
	return [...lines, ...driftLines(telling.alert)]
		.map(line => plainText(line, 2000))
		.join('\n')
		.slice(0, 15_000);
}
