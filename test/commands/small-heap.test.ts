import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {build} from 'esbuild';
import {expect, test} from 'vitest';
import {nodePath} from '../helpers/program.ts';

const folder = fileURLToPath(new URL('../../source/commands/', import.meta.url));

/** Keeps more young objects alive than fit, and tells how large V8 has made their part of the heap, in MiB. */
const churn = (first: string) => `
	import {getHeapSpaceStatistics} from 'node:v8';
	import {keepHeapSmall} from './small-heap.ts';
	${first}
	let kept = [];
	for (let count = 0; count < 3_000_000; count++) {
		kept.push({count, also: [count]});
		if (kept.length > 50_000) kept = [];
	}
	const {space_size: bytes} = getHeapSpaceStatistics().find(({space_name}) => space_name === 'new_space');
	console.log(bytes / 1_048_576);
`;

/** Flags are the whole process's, so it is one of its own. */
async function youngMb(first: string): Promise<number> {
	const {outputFiles} = await build({
		stdin: {contents: churn(first), resolveDir: folder, loader: 'ts'},
		bundle: true,
		platform: 'node',
		format: 'esm',
		write: false,
	});
	const {stdout, stderr} = spawnSync(nodePath, ['--input-type=module', '-e', outputFiles[0]?.text ?? ''], {
		encoding: 'utf8',
	});
	expect(stderr).toBe('');
	return Number(stdout);
}

test('a monitor at its busiest does not enlarge the part of the heap that new objects take', async () => {
	expect(await youngMb('')).toBeGreaterThan(8);
	expect(await youngMb('keepHeapSmall();')).toBeLessThanOrEqual(4);
});
