import { defineConfig } from 'vitest/config';

/** Measures; run by bench/page, which says in FIGURES where to write. */
export default defineConfig({
  test: { include: ['test/*.figures.ts'], fileParallelism: false, testTimeout: 300_000,
    hookTimeout: 60_000 },
});
