import { defineConfig } from 'vite';
import { budget } from './build/budget.ts';

/** Where `npm run dev` finds the Go server. */
const server = process.env['DEMARC_SERVER'] ?? 'http://127.0.0.1:8080';

const shared = /\/src\/(?:layers\/|panel\/)?(?:api|compact|connection|copy|evidence|waiting|context|covers|difference|dom|locales|looks|patterns|stance|theme|timeline|turns)\.ts$/;

export default defineConfig({
  base: './', // the page is also published as plain files, at any path
  plugins: [budget()],
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    // What the page and its lazy parts share is a few kilobytes: one request, not one for each file.
    rollupOptions: { output: { manualChunks: (id) => shared.test(id) ? 'shared' : undefined } },
  },
  server: {
    proxy: Object.fromEntries(['/timeline', '/v', '/live', '/status', '/healthz'].map((path) => [path, server])),
  },
});
