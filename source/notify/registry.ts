import type {Channel, ChannelType} from '../domain/channel.ts';
import {createAlertmanagerSender} from './alertmanager.ts';
import {createExecSender} from './exec.ts';
import {createOpsgenieSender} from './opsgenie.ts';
import {createPagerdutySender} from './pagerduty.ts';
import type {Sender, SenderTools} from './sender.ts';
import {createSlackSender} from './slack.ts';
import {createStdoutSender} from './stdout.ts';
import {createWebhookSender} from './webhook.ts';

type Make<Type extends ChannelType> = (channel: Extract<Channel, {type: Type}>, tools: SenderTools) => Sender;

/** How each kind of channel is spoken to: a new one is a file and a line. */
const makers: {readonly [Type in ChannelType]: Make<Type>} = {
	stdout: createStdoutSender,
	slack: createSlackSender,
	webhook: createWebhookSender,
	pagerduty: createPagerdutySender,
	opsgenie: createOpsgenieSender,
	alertmanager: createAlertmanagerSender,
	exec: createExecSender,
};

/** Makes what speaks to a channel that has no `problem`. */
export const createSender = <Type extends ChannelType>(
	channel: Extract<Channel, {type: Type}>,
	tools: SenderTools,
): Sender => (makers[channel.type as Type] as Make<Type>)(channel, tools);
