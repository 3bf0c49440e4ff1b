import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = new URL('../src/', import.meta.url);

/** An import line: of values or of types, at once or by `import()` when it is wanted. */
interface Import {
  readonly from: string;
  readonly to: string;
  readonly later: boolean;
}

const line = /^(?:import|export)\b[^;]*?(?:from )?'(\.[^']+\.ts)';|\bimport\('(\.[^']+\.ts)'\)|new URL\('(\.[^']+\.ts)'/gm;

function importsOf(from: string, text: string): readonly Import[] {
  return [...text.matchAll(line)].map(([, now, later, worker]) => ({
    from, to: posix.join(posix.dirname(from), now ?? later ?? worker ?? ''),
    later: now === undefined,
  }));
}

/** A circle of files that import each other, however they do it; undefined when there is none. */
function circle(imports: readonly Import[]): readonly string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const to of next.get(file) ?? []) {
      const found = visit(to, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of next.keys()) {
    const found = visit(file, []);
    if (found) return found;
  }
  return undefined;
}

const sources = new Map(readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.replaceAll('\\', '/'))
    .map((name) => [name, readFileSync(new URL(name, root), 'utf8')] as const));
const imports = [...sources].flatMap(([name, text]) => importsOf(name, text));

/** Folders of what is shown and pressed. */
const viewFolders = ['compare', 'controls', 'embed', 'measure', 'panel', 'share'];
const folderOf = (file: string) => (file.includes('/') ? file.slice(0, file.indexOf('/')) : '');

/** Puts itself on the page: a function that mounts or opens, or a control of the map. */
const isView = (file: string) =>
  viewFolders.includes(folderOf(file)) &&
    /^export (?:async )?(?:function (?:mount|open|start|add)[A-Z]|class \w+Control\b)/m.test(sources.get(file) ?? '');

/** Who puts views together. */
const composers = new Map<string, readonly string[]>([
  ['drawn/view.ts', ['measure', 'panel']], // the chart of the panel, and the line of the ruler
  ['film/dialog.ts', ['controls']], // the named stretches of time, and what the time bar shows of all days
  ['main.ts', viewFolders], ['embed/main.ts', viewFolders], ['embed/whole.ts', ['panel']], ['stage.ts', ['controls']], ['panel/panel.ts', ['panel']],
  ['controls/header.ts', ['controls']], ['search/source.ts', ['panel']], // a publication is told as there
  ['voice.ts', ['controls']], ['panel/begun.ts', ['panel']],
]);

describe('reading import lines', () => {
  it('finds all kinds of them', () => {
    const text = "import './a.ts';\nimport { b } from '../b.ts';\nimport {\n  c,\n} from './c.ts';\nimport type { D } from './d.ts';\n" +
      "export * from './e.ts';\nvoid import('./f.ts');\nnew Worker(new URL('./g.ts', import.meta.url));\nimport * as L from 'leaflet';\n";
    expect(importsOf('x/y.ts', text).map(({ to, later }) => [to, later])).toEqual([
      ['x/a.ts', false], ['b.ts', false], ['x/c.ts', false], ['x/d.ts', false], ['x/e.ts', false],
      ['x/f.ts', true], ['x/g.ts', true],
    ]);
  });

  it('finds a circle', () => {
    const arrows = (...all: readonly string[]) =>
      all.map(([from = '', to = '']) => ({ from, to, later: false }));
    expect(circle(arrows('ab', 'bc', 'ac', 'cd'))).toBeUndefined();
    expect(circle(arrows('ab', 'bc', 'cd', 'db'))).toEqual(['b', 'c', 'd', 'b']);
  });
});

describe('the sources of the page', () => {
  it('are all read, and import files that are there', () => {
    expect(sources.size).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(300);
    expect(imports.filter(({ to }) => !sources.has(to)).map(({ to }) => to), 'but the strip, a package of its own')
      .toEqual(['../strip/strip.ts']);
    const reached = new Set(imports.map(({ to }) => to));
    expect([...sources.keys()].filter((name) => !reached.has(name)), 'what nothing imports')
      .toEqual(['main.ts', 'embed/main.ts']);
  });

  it('import each other in no circle', () => {
    expect(circle(imports)?.join(' -> ')).toBeUndefined();
  });

  it('views never import each other: only what puts the page together imports them, or they are loaded when they are opened', () => {
    expect([...sources.keys()].filter(isView).length).toBeGreaterThan(20);
    const wrong = imports.filter(({ from, to, later }) => !later && isView(to) &&
      !composers.get(from)?.includes(folderOf(to)));
    expect(wrong).toEqual([]);
  });

  it('a folder of views takes nothing out of another one', () => {
    const wrong = imports.filter(({ from, to, later }) => !later &&
      viewFolders.includes(folderOf(to)) &&
      folderOf(from) !== folderOf(to) && !composers.get(from)?.includes(folderOf(to)));
    expect(wrong).toEqual([]);
  });

  it('only request.ts fetches, what answers in its place on a map of files, and the worker its program', () => {
    const fetching = [...sources]
      .filter(([, text]) => /\bfetch\(|XMLHttpRequest|EventSource|sendBeacon|WebSocket/.test(text));
    expect(fetching.map(([name]) => name)).toEqual(['published.ts', 'request.ts', 'engine/worker.ts', 'tiles/parts.ts']);
  });

  it('state.ts knows no view, no request and no element', () => {
    expect(imports.filter(({ from }) => from === 'state.ts').map(({ to }) => to).sort())
      .toEqual(['days.ts', 'model.ts']);
  });

  it('export no function, constant or class that no other file uses', () => {
    const tests = readdirSync(new URL('.', import.meta.url))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
    const texts = [...sources.values(), ...tests];
    const all = (pattern: RegExp) =>
      texts.flatMap((text) =>
        [...text.matchAll(pattern)].flatMap(([, names = '']) => names.split(',')));
    const used = new Set([
      ...all(/^import (?:type )?\{([^}]*)\}/gm), // import { a, type B } from
      ...all(/import\('[^']+'\)\)?\s*\.(\w+)/g), // (await import('./a.ts')).b
      ...all(/import\('[^']+'\)\.then\(\(\{([^}]*)\}/g), // import('./a.ts').then(({ b })
      ...all(/\{([^{}]*)\} = await import\(/g), // { b } = await import('./a.ts')
    ].map((name) => name.trim().replace(/^type /, '')));
    const declaration = /^export (?:abstract )?(?:async )?(?:function|const|class) (\w+)/gm;
    const exported = [...sources].flatMap(([file, text]) =>
      [...text.matchAll(declaration)].map(([, name = '']) => ({ file, name })));
    expect(exported.length).toBeGreaterThan(150);
    expect(exported.filter(({ name }) => !used.has(name))).toEqual([]);
  });
});
