import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { budget } from './build/budget.ts';
import { bundled } from './build/bundled.ts';
import { noCircles } from './build/circles.ts';

/** Where `npm run dev` finds the Go server. */
const server = process.env['DEMARC_SERVER'] ?? 'http://127.0.0.1:8080';

/** What the page and the embedded map both begin with. */
const common = [
  '', // of src itself
  'api|basemap|boot|compact|connection|context|copy|datefield|days|difference|dom|doubt|embed|epochs|format|held|lazy|locales|looks|map|' +
    'model|names|notice|pane|player|pointer|regions|renewed|request|sentences|singlekeys|stage|stance|state|strings|swatch|symbology|' +
    'theme|timeline|turns|url|voice|walk|ways',
  'layers/', '(?!basemap)[a-z]+', // that of an operator's tiles comes when there are some
  'tiles/', 'bounds|decoder|paths|shown|store|world',
  'controls/', 'announcer|away|empty|key|mapbuttons|scale|stance',
  'compare/', 'mount', 'panel/', 'covers', 'texts/', 'en',
].reduce<string[]>((all, part, i, parts) => (i % 2 ? [...all, `${parts[i - 1]}(?:${part})`] : all), []);
const shared = new RegExp(`/src/(?:${common.join('|')})\\.ts$|/build/leaflet\\.js$|/node_modules/leaflet/.*\\.js$|preload-helper|rolldown.runtime`);

/** What tells of a statement beside it, for the panel and for the card of an embedded map. */
const beside = /\/src\/(?:panel\/(?:rows|waiting|corrections|evidence|overlays|history)|corrected|edtf|letter|report|texts\/statement)\.ts$/;

export default defineConfig({
  base: './', // the page is also published as plain files, at any path
  plugins: [budget(), bundled(), noCircles()],
  resolve: { alias: [{ find: /^leaflet$/, replacement: fileURLToPath(new URL('build/leaflet.js', import.meta.url)) }] },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false }, // browsers without it ask for each script when it is due
    // One request for what is shared, not one for each file.
    rollupOptions: {
      input: ['index.html', 'embed.html'],
      preserveEntrySignatures: 'allow-extension',
      onwarn(log, handle) { // such as a part of Leaflet that build/leaflet.js does not have
        if (log.code === 'IMPORT_IS_UNDEFINED') throw new Error(log.message);
        handle(log);
      },
      output: { codeSplitting: { // a group alone, without all that its files import
        includeDependenciesRecursively: false,
        groups: [{ name: 'shared', test: shared }, { name: 'beside', test: beside },
          { name: 'muxer', test: /\/node_modules\/mediabunny\/|browser-external/ }],
      } },
    },
  },
  server: {
    proxy: Object.fromEntries(['/timeline', '/v', '/live', '/status', '/healthz'].map((path) => [path, server])),
  },
});
