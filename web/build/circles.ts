import type { Plugin, Rollup } from 'vite';

/**
 * Fails the build when scripts import each other in a circle: one of them runs before what it wants
 * of the other is there, and the page stays empty.
 */
export function noCircles(): Plugin {
  return {
    name: 'demarc-circles',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const circle = findCircle(chunks);
      if (circle) {
        this.error(`scripts import each other: ${circle.join(' -> ')}; ` +
          'a file that the shared script imports belongs into it (common in vite.config.ts)');
      }
    },
  };
}

/** The names of scripts that import each other, the first once more at the end; undefined without any. */
export function findCircle(
  chunks: readonly Pick<Rollup.OutputChunk, 'fileName' | 'imports'>[],
): readonly string[] | undefined {
  const importsOf = new Map(chunks.map(({ fileName, imports }) => [fileName, imports]));
  const done = new Set<string>();
  const walk = (name: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of importsOf.get(name) ?? []) {
      const circle = walk(next, [...way, name]);
      if (circle) return circle;
    }
    done.add(name);
    return undefined;
  };
  for (const { fileName } of chunks) {
    const circle = walk(fileName, []);
    if (circle) return circle;
  }
  return undefined;
}
