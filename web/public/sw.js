// The service worker of a published map: once a page has been seen, all of it is kept, and answers
// where there is no network. A version is kept whole or not at all: what is shown without a network
// changes when the last file of the next one has come.
//
// Objects never change, so what is kept of them answers first. Everything else is asked of the
// network first. A part of the engine that few readers want is kept once it was fetched.
const kept = 'demarc';
const here = new URL('./', self.location.href);
const objects = /^(?:o|t|assets)\//;

/** The path below the site; undefined: it is of somebody else. */
const below = (address) => {
  const url = new URL(address);
  url.hash = '';
  url.search = '';
  return url.href.startsWith(here.href) ? url.href.slice(here.href.length) : undefined;
};

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const key = below(request.url);
  if (request.method !== 'GET' || key === undefined || request.headers.has('Range')) return;
  event.respondWith(objects.test(key) ? object(event, key) : current(request, key));
});

async function object(event, key) {
  const { request } = event;
  const cache = await caches.open(kept);
  const found = await cache.match(request, { ignoreVary: true });
  if (found) return found;
  const response = await fetch(request);
  if (response.ok && engineOf(key)) event.waitUntil(cache.put(request, response.clone()).catch(() => undefined)); // it works without, too
  return response;
}

/** The folder of the engine, of a file in it; undefined for others. */
const engineOf = (key) => /^o\/engine-[^/]+\//.exec(key)?.[0];

/** The map of the day that a page is about, with what else stands in its address. */
function opened(address, key) {
  const map = new URL('index.html', here);
  map.search = new URL(address).search;
  const day = /^day\/([-\d]+)\.html$/.exec(key)?.[1];
  if (day && !map.searchParams.has('d')) map.searchParams.set('d', day);
  return map;
}

/** What may have changed; without a network what is kept, in place of other pages the map. */
async function current(request, key) {
  try {
    return await fetch(request);
  } catch (error) {
    const cache = await caches.open(kept);
    const find = (path) => cache.match(new URL(path, here), { ignoreSearch: true, ignoreVary: true });
    const found = await find(key === '' ? 'index.html' : key);
    if (found) return found;
    if (request.mode === 'navigate' && (await find('index.html'))) return Response.redirect(opened(request.url, key));
    throw error;
  }
}

self.addEventListener('message', (event) => {
  const { data, ports } = event;
  if (!data?.keep) return;
  event.waitUntil(keep(data.keep).then(() => ports[0]?.postMessage('kept'),
    (error) => ports[0]?.postMessage(String(error))));
});

/** Keeps all files that a list names, then the manifest that they are of, then drops all others. */
async function keep(list) {
  const cache = await caches.open(kept);
  const read = async (key, init) => {
    const response = await fetch(new URL(key, here), init);
    if (!response.ok) throw new Error(`${key}: ${response.status}`);
    return response;
  };
  const keys = [list, ...(await (await read(list)).json())];
  const wait = [...keys];
  const work = async () => {
    for (let key = wait.shift(); key !== undefined; key = wait.shift()) {
      const address = new URL(key, here);
      if (!(await cache.match(address))) await cache.put(address, await read(key));
    }
  };
  await Promise.all([work(), work(), work(), work()]);
  const pages = ['index.html', 'embed.html', 'app.webmanifest', 'icon.svg', 'site.json'];
  const answers = await Promise.all(pages.map((key) => read(key, { cache: 'no-cache' })));
  const site = await answers[answers.length - 1].clone().json();
  if (site.offline !== list) return; // there is a newer one, which the page will offer
  await Promise.all(answers.map((answer, i) => cache.put(new URL(pages[i], here), answer)));
  const all = new Set([...keys, ...pages].map((key) => new URL(key, here).href));
  const engines = new Set(keys.map(engineOf).filter(Boolean));
  for (const request of await cache.keys()) {
    if (!all.has(request.url) && !engines.has(engineOf(below(request.url) ?? ''))) await cache.delete(request);
  }
}
