import {realClock} from './clock.ts';
import {startHost} from './host.ts';
import {readOptions} from './options.ts';
import {createRandom} from './random.ts';

/** Hosts the HTTP and SSE servers of the demo; says on stdout where. Its stdin is its life line. */
async function main(): Promise<void> {
	const {startedAt} = readOptions(process.argv.slice(2));
	// Also when the monitor was killed: the system closes its end of the pipe.
	for (const event of ['end', 'close', 'error']) process.stdin.on(event, () => process.exit());
	process.stdin.resume();
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => process.exit());
	const {port} = await startHost({clock: realClock, startedAt, random: createRandom(startedAt)});
	process.stdout.write(`port ${port}\n`);
}

await main();
