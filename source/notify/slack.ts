import type {Alert} from '../domain/alert.ts';
import type {SlackChannel} from '../domain/channel.ts';
import type {Telling} from '../domain/outbox.ts';
import {judgeAnswer, type Sender, type SenderTools, tryMs} from './sender.ts';
import {slackLines, slackLink, slackText} from './slack-text.ts';
import {driftLines, factsOf, headline, wordTellings} from './words.ts';

/** Slack, by an incoming webhook. */
export const createSlackSender = (channel: SlackChannel, tools: SenderTools): Sender => ({
	holdMs: 1000,
	async send(tellings, signal) {
		const {url, tls, proxy} = channel;
		const message = {...(channel.channel !== null && {channel: channel.channel}), ...toSlackMessage(tellings, tools)};
		const headers = {'content-type': 'application/json; charset=utf-8'};
		const body = JSON.stringify(message);
		return judgeAnswer(
			await tools.sendRequest({method: 'POST', url, headers, body, tls, proxy, timeoutMs: tryMs}, signal),
		);
	},
});

/** Block Kit's limits: https://docs.slack.dev/reference/block-kit/blocks */
const longest = {fallback: 3000, header: 150, text: 3000, field: 2000} as const;
const mostFields = 10;
const mostListed = 20;

/** A message of Block Kit, with a text for notifications. */
export function toSlackMessage(tellings: readonly Telling[], tools: SenderTools) {
	const alerts = tellings.map(({alert}) => alert);
	const [first] = alerts as [Alert, ...Alert[]];
	const mark = tools.about.isTest ? '[test] ' : '';
	const title =
		alerts.length === 1 ? `${first.server}: ${headline(first)}` : tools.wordGroup(alerts, tools.fleetSize());
	return {
		text: slackText(wordTellings(tellings, tools), longest.fallback),
		blocks: [
			{type: 'header', text: {type: 'plain_text', text: slackText(`${mark}${title}`, longest.header), emoji: false}},
			...(alerts.length === 1 ? blocksOfOne(first) : blocksOfGroup(alerts)),
			context(`${toDate(first.at)}  ·  ${slackText(tools.about.fleet, 100)} on ${slackText(tools.about.host, 100)}`),
		],
	};
}

function blocksOfOne(alert: Alert) {
	const {message, details} = alert;
	const drift = driftLines(alert);
	const link = details.runbookUrl ? slackLink(details.runbookUrl) : null;
	const fields = factsOf(alert)
		.slice(0, mostFields)
		.map(([name, value]) => markup(`*${name}*\n${slackText(value, longest.field - 100)}`));
	return [
		section(slackText(message, longest.text)),
		{type: 'section', fields},
		...(drift.length > 0 ? [section(`\`\`\`${slackLines(drift, longest.text - 6).replaceAll('`', "'")}\`\`\``)] : []),
		...(details.hint ? [context(slackText(details.hint, longest.field))] : []),
		...(link === null ? [] : [section(`<${link}|Runbook>`)]),
	];
}

/** Each in a line, with its runbook where it has one. */
function blocksOfGroup(alerts: readonly Alert[]) {
	const agents = [...new Set(alerts.flatMap(({affects}) => affects))];
	const lines = alerts.slice(0, mostListed).map(({server, message}) => `• ${server} ${message}`);
	const more = alerts.length - lines.length;
	return [
		section(slackLines([...lines, ...(more > 0 ? [`and ${more} more`] : [])], longest.text)),
		...(agents.length > 0 ? [section(`*Affects*\n${slackText(agents.join(', '), longest.field)}`)] : []),
	];
}

const markup = (text: string) => ({type: 'mrkdwn', text, verbatim: true});
const section = (text: string) => ({type: 'section', text: markup(text)});
const context = (text: string) => ({type: 'context', elements: [markup(text)]});

/** Shown in the reader's own time zone. */
const toDate = (at: number): string => {
	const iso = new Date(at).toISOString();
	return `<!date^${Math.floor(at / 1000)}^{date_short_pretty} {time_secs}|${iso}>`;
};
