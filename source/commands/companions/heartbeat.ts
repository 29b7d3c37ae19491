import type {Companion} from '../companions.ts';

/** Requests `heartbeat.url` after each round of checks. */
export const heartbeatCompanion: Companion = {
	settingsOf: source => source.heartbeat,
	async start({source, monitor, parts, warn}) {
		const [{startHeartbeat}, {createSendRequest}] = await Promise.all([
			import('../../notify/heartbeat.ts'),
			import('../../probe/send-request.ts'),
		]);
		const {clock} = parts;
		const sendRequest = createSendRequest(clock);
		return startHeartbeat({target: source.heartbeat!, fleet: monitor.fleet, clock, sendRequest, warn});
	},
};
