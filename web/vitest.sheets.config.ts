import { defineConfig } from 'vitest/config';

/** Pictures for eyes; SCREENSHOTS says into which folder. */
export default defineConfig({
  test: { include: ['test/*.sheets.ts'], fileParallelism: false, testTimeout: 300_000,
    hookTimeout: 60_000 },
});
