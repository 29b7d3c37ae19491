import type {ExecChannel} from '../domain/channel.ts';
import {toEvent} from './event.ts';
import {delivery, type Sender, type SenderTools, tryMs} from './sender.ts';

/** A program of one's own, which reads the event as JSON from its input. */
export const createExecSender = ({command, cwd}: ExecChannel, {runProgram, about}: SenderTools): Sender => ({
	holdMs: 0,
	async send([telling], signal) {
		const input = `${JSON.stringify(toEvent(telling!.alert, about))}\n`;
		const {code, message} = await runProgram({command, cwd, input, timeoutMs: tryMs}, signal);
		return code === 0 ? delivery : {isDelivered: false, isPermanent: false, reason: message, retryAfterMs: null};
	},
});
