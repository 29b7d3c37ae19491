import type {Companion} from '../companions.ts';

/** Sends alerts where `alerts.channels` says. */
export const notifierCompanion: Companion = {
	settingsOf: ({channels}) => (channels.length > 0 ? channels : null),
	async start({source, monitor, parts, outside, warn}) {
		const [{startNotifier}, {createSenderTools}] = await Promise.all([
			import('../../notify/notifier.ts'),
			import('../sender-tools.ts'),
		]);
		const fleetSize = () => monitor.fleet.getSnapshot().servers.filter(({server}) => server.enabled).length;
		return startNotifier({
			channels: source.channels,
			fleet: monitor.fleet,
			history: parts.history,
			clock: parts.clock,
			random: parts.random,
			tools: createSenderTools(source, parts, outside, {fleetSize}),
			warn,
		});
	},
};
