import { ApiError, askFiles, type Offer, type Published } from './request.ts';
import type { Engine } from './engine/engine.ts';
import type { Part, Progress } from './engine/protocol.ts';
import { format, type Manifest } from './published/manifest.ts';
import { problem } from './published/problem.ts';
import { Tiles } from './published/tiles.ts';
import { keepPages } from './url.ts';

/** What the engine makes that is saved as a file: the core an answer, the other part what has an extension. */
const made = /^(?:control\?|export\/[^/.]+\.([^/?]+)\?)/;

/** Lets the files of a site answer, and opens the view that the page was made for. */
export async function open(link: HTMLLinkElement): Promise<void> {
  const { view } = link.dataset;
  if (view !== undefined) openView(view);
  // not every host has a page at the address of a folder; the one that the reader comes from does
  keepPages({ map: location.pathname.endsWith('/') ? './' : 'index.html', embed: 'embed.html' });
  const files = new Files(link.href, link.dataset['snapshot']);
  askFiles(files);
  // what is embedded elsewhere is no app, and browsers keep little for it
  if (!('serviceWorker' in navigator) || window.top !== window) return;
  if (document.readyState === 'complete') keepLater(files);
  else addEventListener('load', () => keepLater(files));
}

/** So long the page has the network for itself. */
const laterMs = 3000;

/** Has the whole map kept for when there is no network, unless the reader saves data. */
function keepLater(files: Files): void {
  const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
  if (connection?.saveData) return;
  setTimeout(() => void files.keep().catch(() => undefined), laterMs); // it works without, too
}

/** Puts the view of a page about a day or zone into the address, but for what the address has itself. */
function openView(view: string): void {
  const asked = new URLSearchParams(location.search);
  for (const [name, value] of new URLSearchParams(view)) if (!asked.has(name)) asked.set(name, value);
  history.replaceState(history.state, '', `index.html?${asked.toString().replaceAll('%2C', ',')}`);
}

/** The files of a published map answer what a server would. */
class Files implements Published {
  readonly #site: string;
  #manifest: Promise<Manifest> | undefined;
  readonly #engines = new Map<Part, Promise<Engine>>();
  readonly #tiles: Tiles;
  readonly #packs = new Map<string, Promise<Readonly<Record<string, unknown>>>>();

  /** Of the text around the map; undefined where a site was published by an older program. */
  readonly #snapshot: string | undefined;

  constructor(site: string, snapshot: string | undefined) {
    this.#site = site;
    this.#snapshot = snapshot;
    this.#tiles = new Tiles(site, (key, signal) => this.#file(key, signal));
  }

  async answer(path: string, signal: AbortSignal): Promise<Response> {
    if (path === 'healthz') return fetch(this.#site, { cache: 'no-store', signal });
    if (path === 'status') return this.#status(signal);
    const manifest = await this.#shown();
    const below = path.replace(/^v\/[^/]+\//, '');
    const [tile, tileset = '', ...place] = /^tiles\/([^/]+)\/(\d+)\/(\d+)\/(\d+)\.mvt$/.exec(below) ?? [];
    if (tile) return this.#tiles.answer(manifest, tileset, place, signal);
    const key = manifest.files[below];
    if (key !== undefined) return this.#file(key, signal);
    if (below.startsWith('world/')) return new Response(null, { status: 404 }); // far from the map, or nothing
    for (const [start, pack] of Object.entries(manifest.packs)) {
      if (below.startsWith(start) && !below.includes('?')) {
        return this.#packed(pack, decodeURIComponent(below.slice(start.length)), signal);
      }
    }
    if (!manifest.engine) {
      return problem(501, 'This map is published as files', 'There is no program that could answer this.');
    }
    const engine = await this.#program('core', manifest.files['dataset.zip'] ?? '', manifest.engine);
    const { status, type, body } = await engine.answer(below, { signal });
    return new Response(status === 204 ? null : body, { status, headers: { 'Content-Type': type } });
  }

  async offer(path: string): Promise<Offer | undefined> {
    const { files, engine, exports = [], days = [] } = await this.#shown();
    const page = /^day\/(\d{4}-\d\d-\d\d)\?lang=(\w+)$/.exec(path);
    if (page) return pageOf(days, page[1] ?? '', page[2] ?? '', this.#site);
    const address = files[path];
    if (address !== undefined) return { address: new URL(address, this.#site).href };
    const [fits, extension] = made.exec(path) ?? [];
    if (!engine || !fits || extension !== undefined && !exports.includes(extension)) return undefined;
    return { make: (progress) => this.#make(path, extension === undefined ? 'core' : 'exports', progress) };
  }

  async #make(path: string, part: Part, progress: (progress: Progress) => void): Promise<Blob> {
    const { files, engine = '' } = await this.#shown();
    const program = await this.#program(part, files['dataset.zip'] ?? '', engine, progress).catch((error: unknown) => {
      throw new ApiError(0, String(error), '');
    });
    const { status, body } = await program.answer(path);
    if (status === 200) return body;
    const { title = '', detail = '' } = JSON.parse(await body.text()) as { title?: string; detail?: string };
    throw new ApiError(status, title, detail);
  }

  /** A part of the engine with the dataset, had when it is first needed. */
  #program(
    part: Part, dataset: string, at: string, progress?: (progress: Progress) => void,
  ): Promise<Engine> {
    const there = this.#engines.get(part);
    if (there) return there;
    const opening = (async () => {
      const { Engine } = await import('./engine/engine.ts');
      const files = await this.#file(dataset, new AbortController().signal);
      if (!files.ok) throw new TypeError(dataset);
      return Engine.open(await files.blob(), { part, at, ...(progress && { progress }) });
    })();
    this.#engines.set(part, opening);
    opening.catch(() => this.#engines.delete(part));
    return opening;
  }

  /** One version from beginning to end; what cannot be had is asked for again. */
  #shown(): Promise<Manifest> {
    return this.#manifest ??= this.#read().catch((error: unknown) => {
      this.#manifest = undefined;
      throw error;
    });
  }

  /** The manifest that browsers may hold yet, unless the text that came just now is of another snapshot. */
  async #read(): Promise<Manifest> {
    const had = await this.#manifestBy('default');
    const manifest = this.#snapshot === undefined || had.snapshot === this.#snapshot ? had
      : await this.#manifestBy('no-cache').catch(() => had);
    if (manifest.format > format) throw new TypeError(`${this.#site}: form ${manifest.format}`);
    return manifest;
  }

  async #manifestBy(cache: RequestCache): Promise<Manifest> {
    const response = await fetch(this.#site, { cache });
    if (!response.ok) throw new TypeError(`${this.#site}: ${response.status}`);
    return (await response.json()) as Manifest;
  }

  /** What a server says of its snapshot, of the version that is shown now. */
  async #status(signal: AbortSignal): Promise<Response> {
    const response = await fetch(this.#site, { cache: 'no-cache', signal });
    if (!response.ok) return response;
    const { snapshot, since } = (await response.json()) as Manifest;
    return Response.json({ snapshot, since });
  }

  /** A file of the version that the page shows; 410 once it is removed: there is a newer one. */
  async #file(key: string, signal: AbortSignal): Promise<Response> {
    const response = await fetch(new URL(key, this.#site), { signal });
    return response.status === 404 || response.status === 403 ? new Response(null, { status: 410 })
      : response;
  }

  async #packed(key: string, id: string, signal: AbortSignal): Promise<Response> {
    let pack = this.#packs.get(key);
    if (!pack) {
      pack = this.#file(key, new AbortController().signal).then((response) => {
        if (!response.ok) throw new TypeError(key);
        return response.json() as Promise<Readonly<Record<string, unknown>>>;
      });
      this.#packs.set(key, pack);
      pack.catch(() => this.#packs.delete(key));
    }
    const found = (await pack)[id];
    signal.throwIfAborted();
    return found === undefined ? problem(404, 'Not found', `There is no ${id}.`) : Response.json(found);
  }

  /** Has a service worker keep all that the version needs. */
  async keep(): Promise<void> {
    const { offline } = await this.#shown();
    await navigator.serviceWorker.register(new URL('sw.js', this.#site));
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      document.documentElement.dataset['kept'] = String(data);
      port1.close();
    };
    active?.postMessage({ keep: offline }, [port2]);
  }
}

/** The page whose text and picture are those of a day: that of the last one on which something changed. */
function pageOf(days: readonly string[], day: string, lang: string, site: string): Offer | undefined {
  const last = days.reduce<string | undefined>((best, one) => (one <= day ? one : best), undefined);
  if (last === undefined) return undefined;
  const alternate = document.querySelector<HTMLLinkElement>(`link[hreflang="${lang}"]`)?.href ?? '';
  const suffix = alternate.endsWith(`.${lang}.html`) ? `.${lang}` : ''; // the first language has none
  return { address: new URL(`day/${last}${suffix}.html`, site).href };
}
