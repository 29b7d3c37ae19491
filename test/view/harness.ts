import {writeFileSync} from 'node:fs';
import type {Clock} from '../../source/domain/ports.ts';
import {openScreen} from '../../source/view/screen.tsx';
import {alertOf, createStillMonitor, fleetOf} from '../helpers/fleet.ts';
import {hostileTexts} from './hostile-texts.ts';
import {sampleFleet} from './sample-fleet.ts';

// A program with nothing but the screen, over a fleet of the tests. Bundled and run in a pseudo-terminal.
const clock: Clock = {
	now: () => Date.now(),
	ticks: () => performance.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};

const sample = sampleFleet();
const [template] = sample.servers;
const hostile = hostileTexts.flatMap(text =>
	template
		? [
				{
					...template,
					server: {...template.server, name: `${text}!`, tags: [text]},
					lastCheck: {at: clock.now(), latencyMs: 1, connectMs: null, notes: [text]},
				},
			]
		: [],
);
const fleet = fleetOf([...sample.servers, ...hostile], {
	alerts: [...sample.alerts, ...hostileTexts.map((text, index) => alertOf(text, {id: `${index}`, message: text}))],
});

const monitor = createStillMonitor(fleet, hostileTexts);
const screen = openScreen({
	monitor,
	clock,
	terminal: {stdin: process.stdin, stdout: process.stdout},
	options: {color: true, ascii: false},
});
const {CRASH_FILE: crashFile} = process.env;
if (crashFile) process.on('uncaughtExceptionMonitor', error => writeFileSync(crashFile, String(error.stack)));
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => screen.close());
await screen.closed;
process.stdout.write(`asked: ${monitor.asked.length}, bye\n`);
