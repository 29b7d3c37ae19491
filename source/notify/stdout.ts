import type {StdoutChannel} from '../domain/channel.ts';
import {toEvent} from './event.ts';
import {delivery, type Sender, type SenderTools} from './sender.ts';
import {wordTellings} from './words.ts';

/** The log of a monitor without a screen. On a screen the feed of alerts is that, so there is nothing to do. */
export const createStdoutSender = (_channel: StdoutChannel, tools: SenderTools): Sender => ({
	holdMs: tools.log?.isJson === false ? 1000 : 0,
	async send(tellings) {
		tools.log?.write(tools.log.isJson ? renderJson(tellings, tools) : renderText(tellings, tools));
		return delivery;
	},
});

type Tellings = Parameters<Sender['send']>[0];

const renderJson = (tellings: Tellings, {about}: SenderTools): string =>
	tellings.map(({alert}) => `${JSON.stringify(toEvent(alert, about))}\n`).join('');

/** Those of one cause in one line, as the first of them with other words. */
function renderText(tellings: Tellings, tools: SenderTools): string {
	const [first] = tellings;
	if (tellings.length === 1 && !tools.about.isTest) return tools.log!.renderLine(first!.alert);
	const affects = [...new Set(tellings.flatMap(({alert}) => alert.affects))];
	const [server = '', ...words] = wordTellings(tellings, tools).split(' ');
	return tools.log!.renderLine({...first!.alert, server, message: words.join(' '), affects});
}
