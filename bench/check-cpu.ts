// CPU of a check on an open HTTP session against the bare SDK's listTools, by turns within one run.
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import {systemClock} from '../source/monitor/system-clock.ts';
import {createProberFactory} from '../source/probe/prober.ts';
import {createLedger} from '../source/probe/process-ledger.ts';
import {httpServer} from '../test/helpers/fleet.ts';

const [url = ''] = process.argv.slice(2);
const rounds = 7;
const checksPerRound = 1000;

const client = new Client({name: 'bench', version: '1'});
await client.connect(new StreamableHTTPClientTransport(new URL(url)));
const prober = createProberFactory({clock: systemClock, ledger: createLedger(null)})(httpServer('bench', {url}), {
	interrupted() {},
	toolsChanged() {},
	opened() {},
});
const {signal} = new AbortController();
const ratios: number[] = [];
for (let round = 0; round <= rounds; round++) {
	const bare = await cpuOf(() => client.listTools());
	const ours = await cpuOf(() => prober.check(signal));
	// The first round warms both up.
	if (round > 0) ratios.push(ours / bare);
	console.log(`round ${round}: bare ${bare.toFixed(3)} ms, a check ${ours.toFixed(3)} ms`);
}
ratios.sort((a, b) => a - b);
console.log(
	`CPU of a check: ${(ratios[Math.floor(rounds / 2)] ?? 0).toFixed(2)}x of the bare SDK's listTools (median of ${rounds} rounds)`,
);
process.exit();

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
	const before = process.cpuUsage();
	for (let check = 0; check < checksPerRound; check++) await work();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000 / checksPerRound;
}
