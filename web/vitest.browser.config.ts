import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/*.browser.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } }, // what is waited for comes late on a busy machine
  },
});
