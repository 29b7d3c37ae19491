import {createHmac} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Alert, alertKinds} from '../../source/domain/alert.ts';
import type {Channel} from '../../source/domain/channel.ts';
import type {OutgoingRequest} from '../../source/domain/ports.ts';
import {toEvent} from '../../source/notify/event.ts';
import {createSender} from '../../source/notify/registry.ts';
import {sampleAlerts} from '../../source/notify/samples.ts';
import type {SenderTools} from '../../source/notify/sender.ts';
import {toSlackMessage} from '../../source/notify/slack.ts';
import {createFakeClock} from '../helpers/clock.ts';
import {noon} from '../helpers/fleet.ts';
import {answered, closed, everything, opened, toolsWith, webhook} from './rig.ts';

const base = {isEnabled: true, filter: everything, problem: null, tls: null, proxy: null};
const about = {fleet: 'prod', host: 'oncall-1', isTest: false};
const never = new AbortController().signal;

const drifted: Alert = opened('github-mcp', 1, {
	kind: 'schema_drift',
	about: 'schema_drift',
	severity: 'warning',
	message: 'drifted: delete_branch removed',
	affects: ['support-agent'],
	startedAt: noon - 60_000,
	details: {
		status: 'degraded',
		previousStatus: 'up',
		runbookUrl: 'https://wiki.example.com/mcp?a=1&b=2',
		tags: ['team:core', 'critical'],
		project: 'platform',
		groupId: 'g1',
		drift: {
			toolsAdded: [],
			toolsRemoved: ['delete_branch'],
			toolsModified: [{name: 'create_pull_request', changes: 'Added required field: draft (boolean)'}],
			previousSnapshot: Date.UTC(2026, 2, 30, 14, 22),
			currentSnapshot: Date.UTC(2026, 3, 2, 8, 15),
			diff: [],
		},
	},
});

const over = closed('github-mcp', 2, {about: 'schema_drift', message: 'accepted', startedAt: drifted.startedAt});
const taken = {...drifted, phase: 'acknowledged', details: {...drifted.details, by: 'ann', reason: 'on it'}} as const;

/** What a channel sends for an alert. */
async function sentFor(channel: Channel, alert: Alert, opening: Alert | null = null): Promise<OutgoingRequest> {
	const sent: OutgoingRequest[] = [];
	const clock = createFakeClock(noon);
	const tools = toolsWith(clock, async request => {
		sent.push(request);
		return answered(202);
	});
	expect(await createSender(channel, tools).send([{alert, opening}], never)).toEqual({isDelivered: true});
	expect(sent).toHaveLength(1);
	return sent[0]!;
}

const bodyOf = ({body}: OutgoingRequest) => JSON.parse(body ?? 'null');

describe('a webhook', () => {
	test('gets the JSON that is documented, in the words of programs', async () => {
		expect(bodyOf(await sentFor(webhook(), drifted))).toEqual({
			version: 1,
			id: 'id-0001',
			dedup_key: 'langsight/github-mcp/schema_drift',
			at: '2026-04-02T12:22:00.001Z',
			server: 'github-mcp',
			event: 'schema_drift',
			phase: 'opened',
			about: 'schema_drift',
			severity: 'warning',
			message: 'drifted: delete_branch removed',
			details: {
				tools_added: [],
				tools_removed: ['delete_branch'],
				tools_modified: [{name: 'create_pull_request', changes: 'Added required field: draft (boolean)'}],
				previous_snapshot: '2026-03-30T14:22:00.000Z',
				current_snapshot: '2026-04-02T08:15:00.000Z',
				diff: [],
			},
			status: 'degraded',
			previous_status: 'up',
			started_at: '2026-04-02T12:21:00.000Z',
			duration_seconds: 60,
			affected_agents: ['support-agent'],
			tags: ['team:core', 'critical'],
			project: 'platform',
			runbook_url: 'https://wiki.example.com/mcp?a=1&b=2',
			group_id: 'g1',
			group: null,
			fleet: 'prod',
			host: 'oncall-1',
			test: false,
		});
	});

	test('can tell by the signature who sent it and when', async () => {
		const secret = 'shared secret';
		const {headers, body} = await sentFor(webhook({secret, headers: {'X-Team': 'core'}}), drifted);
		const timestamp = headers['X-LangSight-Timestamp'];
		expect(timestamp).toBe(String(noon / 1000));
		const expected = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
		expect(headers['X-LangSight-Signature']).toBe(`v1=${expected}`);
		expect(headers['X-Team']).toBe('core');
	});

	test('is sent what the published schema describes, whatever the kind', () => {
		const schema = JSON.parse(readFileSync(new URL('../../schemas/alert.v1.schema.json', import.meta.url), 'utf8'));
		const validate = new Ajv2020({allErrors: true, strict: true, allowUnionTypes: true}).compile(schema);
		const alerts = [...sampleAlerts(noon), drifted, over, taken];
		expect(new Set(alerts.map(({kind}) => kind))).toEqual(new Set(alertKinds));
		for (const alert of alerts) {
			validate(JSON.parse(JSON.stringify(toEvent(alert, about))));
			expect(validate.errors).toBeNull();
		}
		expect(validate({...toEvent(drifted, about), phase: 'over'})).toBe(false);
		expect(schema.required).toEqual(Object.keys(toEvent(drifted, about)));
	});
});

describe('PagerDuty', () => {
	const channel: Channel = {
		...base,
		type: 'pagerduty',
		name: 'p',
		url: 'https://events.pagerduty.com/v2/enqueue',
		routingKey: 'routing-key',
	};
	const key = {routing_key: 'routing-key', dedup_key: 'langsight/github-mcp/schema_drift'};

	test('has an incident triggered', async () => {
		const {url, body} = await sentFor(channel, drifted);
		expect(url).toBe('https://events.pagerduty.com/v2/enqueue');
		expect(JSON.parse(body ?? '')).toEqual({
			...key,
			event_action: 'trigger',
			client: 'LangSight',
			payload: {
				summary: 'github-mcp drifted: delete_branch removed',
				source: 'github-mcp',
				severity: 'warning',
				timestamp: '2026-04-02T12:22:00.001Z',
				component: 'github-mcp',
				group: 'g1',
				class: 'schema_drift',
				custom_details: toEvent(drifted, about),
			},
			links: [{href: 'https://wiki.example.com/mcp?a=1&b=2', text: 'Runbook'}],
		});
	});

	test.each([
		['acknowledged', taken, 'acknowledge'],
		['resolved', over, 'resolve'],
	] as const)('has it %s', async (_what, alert, action) => {
		expect(bodyOf(await sentFor(channel, alert, drifted))).toEqual({...key, event_action: action});
	});
});

describe('Opsgenie', () => {
	const channel: Channel = {...base, type: 'opsgenie', name: 'o', url: 'https://api.eu.opsgenie.com', token: 'key'};
	const alias = 'langsight%2Fgithub-mcp%2Fschema_drift';

	test('has an alert created', async () => {
		const {url, headers, body} = await sentFor(channel, drifted);
		expect(url).toBe('https://api.eu.opsgenie.com/v2/alerts');
		expect(headers.authorization).toBe('GenieKey key');
		expect(JSON.parse(body ?? '')).toMatchObject({
			message: 'github-mcp drifted: delete_branch removed',
			alias: 'langsight/github-mcp/schema_drift',
			description: [
				'github-mcp drifted: delete_branch removed',
				'Runbook: https://wiki.example.com/mcp?a=1&b=2',
				'- delete_branch removed',
				'~ create_pull_request: Added required field: draft (boolean)',
			].join('\n'),
			tags: ['team:core', 'critical'],
			entity: 'github-mcp',
			priority: 'P3',
		});
	});

	test('has it acknowledged, by whom', async () => {
		const {url, body} = await sentFor(channel, taken, drifted);
		expect(url).toBe(`https://api.eu.opsgenie.com/v2/alerts/${alias}/acknowledge?identifierType=alias`);
		expect(JSON.parse(body ?? '')).toMatchObject({user: 'ann', source: 'LangSight prod'});
	});

	test('has it closed', async () => {
		const {url} = await sentFor(channel, over, drifted);
		expect(url).toBe(`https://api.eu.opsgenie.com/v2/alerts/${alias}/close?identifierType=alias`);
	});
});

describe('Alertmanager', () => {
	const channel: Channel = {...base, type: 'alertmanager', name: 'a', url: 'http://am:9093', token: 'secret-token'};
	const labels = {
		alertname: 'LangSightSchemaDrift',
		server: 'github-mcp',
		severity: 'warning',
		kind: 'schema_drift',
		fleet: 'prod',
		project: 'platform',
		tag_team: 'core',
	};

	test('is told that an alert fires, for as long as it is not told otherwise', async () => {
		const {url, headers, body} = await sentFor(channel, drifted);
		expect(url).toBe('http://am:9093/api/v2/alerts');
		expect(headers.authorization).toBe('Bearer secret-token');
		expect(JSON.parse(body ?? '')).toEqual([
			{
				labels,
				annotations: {
					summary: 'github-mcp drifted: delete_branch removed',
					runbook_url: 'https://wiki.example.com/mcp?a=1&b=2',
					severity: 'warning',
					status: 'up → degraded',
					for: '1m',
					affects: 'support-agent',
					project: 'platform',
					drift: '- delete_branch removed\n~ create_pull_request: Added required field: draft (boolean)',
					host: 'oncall-1',
				},
				startsAt: '2026-04-02T12:21:00.000Z',
				endsAt: '2026-04-02T12:27:00.000Z',
			},
		]);
	});

	test('is told of a graver reminder under labels of its own, for it may be sent elsewhere', async () => {
		const graver = {...drifted, phase: 'reminded', severity: 'critical'} as const;
		const [posted] = bodyOf(await sentFor(channel, graver, drifted));
		expect(posted.labels.severity).toBe('critical');
	});

	test('is told the end under the labels of the beginning', async () => {
		const [posted] = bodyOf(await sentFor(channel, over, drifted));
		expect(posted).toMatchObject({labels, endsAt: '2026-04-02T12:22:00.002Z'});
	});
});

describe('a program', () => {
	test('gets the event on its standard input', async () => {
		const runs: unknown[] = [];
		const tools = toolsWith(createFakeClock(noon), async () => answered(200), {
			runProgram: async run => {
				runs.push(run);
				return {code: runs.length === 1 ? 0 : 3, message: 'exit code 3: no modem'};
			},
		});
		const channel: Channel = {...base, type: 'exec', name: 'e', command: ['page', '--now'], cwd: '/srv'};
		const sender = createSender(channel, tools);
		expect(await sender.send([{alert: drifted, opening: null}], never)).toEqual({isDelivered: true});
		expect(await sender.send([{alert: drifted, opening: null}], never)).toEqual({
			isDelivered: false,
			isPermanent: false,
			reason: 'exit code 3: no modem',
			retryAfterMs: null,
		});
		const input = `${JSON.stringify(toEvent(drifted, about))}\n`;
		expect(runs[0]).toEqual({command: ['page', '--now'], cwd: '/srv', input, timeoutMs: 10_000});
	});
});

describe('Slack', () => {
	const tools: SenderTools = toolsWith(createFakeClock(noon), async () => answered(200));
	const channel: Channel = {
		...base,
		type: 'slack',
		name: 's',
		url: 'https://hooks.slack.com/services/T/B/x',
		channel: '#mcp',
	};

	test('gets a message with the change, whom it affects and the runbook', async () => {
		const message = bodyOf(await sentFor(channel, drifted));
		expect(message.channel).toBe('#mcp');
		expect(message.text).toBe('github-mcp drifted: delete_branch removed');
		expect(message.blocks).toEqual([
			{type: 'header', text: {type: 'plain_text', text: 'github-mcp: schema drift', emoji: false}},
			{type: 'section', text: markup('drifted: delete_branch removed')},
			{
				type: 'section',
				fields: [
					markup('*Severity*\nwarning'),
					markup('*Status*\nup → degraded'),
					markup('*For*\n1m'),
					markup('*Affects*\nsupport-agent'),
					markup('*Project*\nplatform'),
				],
			},
			{
				type: 'section',
				text: markup('```- delete_branch removed\n~ create_pull_request: Added required field: draft (boolean)```'),
			},
			{type: 'section', text: markup('<https://wiki.example.com/mcp?a=1&amp;b=2|Runbook>')},
			{
				type: 'context',
				elements: [
					markup('<!date^1775132520^{date_short_pretty} {time_secs}|2026-04-02T12:22:00.001Z>  ·  prod on oncall-1'),
				],
			},
		]);
	});

	test('gets alerts of one cause as one message', () => {
		const group = {groupId: 'g', group: 'all on mcp.internal'};
		const alerts = Array.from({length: 30}, (_, index) =>
			opened(`server-${index}`, index, {affects: ['cursor'], details: group}),
		);
		const {text, blocks} = toSlackMessage(
			alerts.map(alert => ({alert, opening: null})),
			tools,
		);
		expect(text).toMatch(/^30 of 35 down, all on mcp\.internal: server-0, .* and 22 more$/);
		expect(blocks).toHaveLength(4);
		expect(JSON.stringify(blocks)).toContain('and 10 more');
	});

	test('takes no command from a hostile text, and no message is over its limits', () => {
		const hostile = fc.oneof(
			fc.string({unit: 'binary', maxLength: 60}),
			fc.constantFrom(
				'<!channel>',
				'<@U123>',
				'&&&&<<<>>>',
				'`'.repeat(50),
				'\u001b[31m\u202e',
				'https://x|y>z',
				' ',
				'',
			),
			fc.constantFrom('&', '<&', '>a\n', '`').map(text => text.repeat(4000 / text.length)),
		);
		const alert = fc
			.record({
				server: hostile,
				message: hostile,
				by: hostile,
				hint: hostile,
				name: hostile,
				url: hostile,
				count: fc.nat(40),
			})
			.map(({server, message, by, hint, name, url, count}) =>
				opened(server, 1, {
					message,
					affects: Array(count).fill(name),
					details: {
						by,
						hint,
						reason: hint,
						project: name,
						runbookUrl: url,
						groupId: 'g',
						group: message,
						drift: {
							toolsAdded: Array(count).fill(name),
							toolsRemoved: [name],
							toolsModified: Array(count).fill({name, changes: message}),
							previousSnapshot: null,
							currentSnapshot: null,
							diff: [],
						},
					},
				}),
			);
		fc.assert(
			fc.property(alert, fc.constantFrom(1, 1, 1, 25), (one, count) => {
				const message = toSlackMessage(Array(count).fill({alert: one, opening: null}), tools);
				expect(message.blocks.length).toBeLessThanOrEqual(50);
				const wrong = textsIn(message.blocks).filter(({type, text}) => {
					const free = text.replaceAll(/<!date\^\d+\^[^|<>]+\|[^<>]+>|<https?:[^\s|<>]+\|Runbook>/g, '');
					const isFitting = text.length > 0 && text.length <= (type === 'plain_text' ? 150 : 3000);
					return !isFitting || /[<>]|&(?!amp;|lt;|gt;)/.test(free);
				});
				expect(wrong).toEqual([]);
			}),
			{numRuns: 25},
		);
	});

	const markup = (text: string) => ({type: 'mrkdwn', text, verbatim: true});

	/** Every text object, at any depth. */
	function textsIn(value: unknown): {type: string; text: string}[] {
		if (typeof value !== 'object' || value === null) return [];
		const own = 'text' in value && typeof value.text === 'string' ? [value as {type: string; text: string}] : [];
		return [...own, ...Object.values(value).flatMap(textsIn)];
	}
});
