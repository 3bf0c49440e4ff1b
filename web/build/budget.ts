import { gzipSync } from 'node:zlib';
import type { Plugin, Rollup } from 'vite';

/**
 * Largest sizes in bytes after gzip: of all scripts of the first load of the page and of the embedded
 * map, of all styles, of any chunk that comes later, and of the one that only comes when a video is
 * saved: a package whose parts import each other, so that it cannot be cut.
 */
const limits = { js: 90 * 1024, embed: 84 * 1024, css: 15 * 1024, lazy: 25 * 1024, muxer: 42 * 1024 };

/** Fails the build when the page has grown past what it may cost. */
export function budget(): Plugin {
  return {
    name: 'demarc-budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const entries = chunks.filter(({ isEntry }) => isEntry);
      const firsts = entries.map((entry) => firstLoad(chunks, entry));
      const size = (content: string | Uint8Array) => gzipSync(content).length;
      const check = (what: string, bytes: number, limit: number) => {
        const text = `${what}: ${(bytes / 1024).toFixed(1)} KB gzip of ${limit / 1024} KB`;
        if (bytes > limit) this.error(`over budget, ${text}`);
        this.info(text);
      };
      const sum = (sizes: readonly number[]) => sizes.reduce((a, b) => a + b, 0);
      for (const [i, { name }] of entries.entries()) {
        const files = chunks.filter(({ fileName }) => firsts[i]?.has(fileName));
        check(`first load of ${name}, js`, sum(files.map(({ code }) => size(code))),
          name === 'embed' ? limits.embed : limits.js);
      }
      for (const [i, { name }] of entries.entries()) {
        const files = chunks.filter(({ fileName }) => firsts[i]?.has(fileName))
          .flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]);
        const styles = [...new Set(files)].map((fileName) => bundle[fileName]);
        check(`css of ${name}`, sum(styles.map((file) =>
          (file && 'source' in file ? size(file.source) : 0))), limits.css);
      }
      for (const { fileName, code, name } of chunks) if (!firsts.some((first) => first.has(fileName))) check(fileName, size(code),
        name === 'muxer' ? limits.muxer : limits.lazy);
    },
  };
}

/** An entry and what it imports before it runs. */
function firstLoad(
  chunks: readonly Rollup.OutputChunk[], entry: Rollup.OutputChunk,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    chunks.find(({ fileName }) => fileName === name)?.imports.forEach(add);
  };
  add(entry.fileName);
  return found;
}
