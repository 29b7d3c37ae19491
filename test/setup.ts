import fc from 'fast-check';

/** Property tests take the same inputs at each run; `FC_SEED=$RANDOM npx vitest run` tries others. */
fc.configureGlobal({seed: Number(process.env.FC_SEED ?? 20_260_402)});
