import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/**
 * Largest sizes in bytes after gzip: of all scripts and of all styles of the first load, and of any
 * chunk that comes later.
 */
const limits = { js: 90 * 1024, css: 15 * 1024, lazy: 25 * 1024 };

/** Fails the build when the page has grown past what it may cost. */
export function budget(): Plugin {
  return {
    name: 'demarc-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const first = firstLoad(chunks);
      const size = (content: string | Uint8Array) => gzipSync(content).length;
      const check = (what: string, bytes: number, limit: number) => {
        const text = `${what}: ${(bytes / 1024).toFixed(1)} KB gzip of ${limit / 1024} KB`;
        if (bytes > limit) this.error(`over budget, ${text}`);
        this.info(text);
      };
      const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0);
      check('first load, js',
        sum(chunks.filter(({ fileName }) => first.has(fileName)).map(({ code }) => size(code))),
        limits.js);
      const styles = Object.values(bundle)
        .filter((file) => file.type === 'asset' && file.fileName.endsWith('.css'));
      check('css', sum(styles.map((file) => ('source' in file ? size(file.source) : 0))),
        limits.css);
      for (const { fileName, code } of chunks) if (!first.has(fileName)) check(fileName, size(code),
        limits.lazy);
    },
  };
}

/** The entry and what it imports before it runs. */
function firstLoad(chunks: readonly Rollup.OutputChunk[]): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    chunks.find(({ fileName }) => fileName === name)?.imports.forEach(add);
  };
  chunks.filter(({ isEntry }) => isEntry).forEach(({ fileName }) => add(fileName));
  return found;
}
