import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const list = new URL('bundled.json', import.meta.url);

/** The package that a file is of; undefined for a file of ours. */
export const packageOf = (path: string): string | undefined => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];

/**
 * Fails the build where bundled.json does not list the npm packages that the page is made of, which
 * is what whoever passes the program on tells of it (.ci/sbom).
 */
export function bundled(): Plugin {
  return {
    name: 'demarc-bundled',
    apply: 'build',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle).flatMap((file) => (file.type === 'chunk'
        ? [...Object.keys(file.modules), ...(file.viteMetadata?.importedCss ?? [])]
        : file.originalFileNames));
      const found = [...new Set([...files, ...this.getModuleIds()].flatMap((path) => packageOf(`/${path}`) ?? []))].sort();
      const listed: unknown = JSON.parse(readFileSync(list, 'utf8'));
      if (JSON.stringify(found) !== JSON.stringify(listed)) {
        this.error(`build/bundled.json lists other packages than the page is made of, which are ${JSON.stringify(found)}`);
      }
    },
  };
}
