import fc from 'fast-check';
import {afterAll, vi} from 'vitest';

/** Property tests take the same inputs at each run; `FC_SEED=$RANDOM npx vitest run` tries others. */
fc.configureGlobal({seed: Number(process.env.FC_SEED ?? 20_260_402)});

/**
 * Test files run one after the other in few processes: loading the code anew for each took more time than the tests. So
 * what a file changes of its process, it changes for itself alone.
 */
const {...env} = process.env;
afterAll(async () => {
	// What is loaded on demand may be on its way still when the last test is over.
	await vi.dynamicImportSettled();
	vi.unstubAllEnvs();
	for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
	Object.assign(process.env, env);
});
