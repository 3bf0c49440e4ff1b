import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Largest total size of a kind of file on the first load, in bytes after gzip. */
const limits: Readonly<Record<string, number>> = { js: 90 * 1024, css: 15 * 1024 };

/** Fails the build when the page has grown past what a first load may cost. */
export function budget(): Plugin {
  return {
    name: 'demarc-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const sizes = new Map<string, number>();
      for (const [name, file] of Object.entries(bundle)) {
        const kind = name.slice(name.lastIndexOf('.') + 1);
        const content = file.type === 'chunk' ? file.code : file.source;
        sizes.set(kind, (sizes.get(kind) ?? 0) + gzipSync(content).length);
      }
      for (const [kind, limit] of Object.entries(limits)) {
        const size = sizes.get(kind) ?? 0;
        const text = `${kind}: ${(size / 1024).toFixed(1)} KB gzip of ${limit / 1024} KB`;
        if (size > limit) this.error(`over budget, ${text}`);
        this.info(text);
      }
    },
  };
}
