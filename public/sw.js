// Keeps the app and the city's package on the device. Plain and small on purpose; `docs/offline.md` says why so.
// `cargo xtask after-build` replaces the next line with the list of the built files.
const BUILD = { version: 'development', off: false, files: [] };

const APP = 'stadtkern-app-';
const CITY = 'stadtkern-city-';
const APP_CACHE = APP + BUILD.version;
const CITY_CACHE = CITY + BUILD.version;
// What the shell of every city needs; the rest is kept as it is used (message KEEP).
const CITY_CORE = ['/city/city.json', '/city/theme.css', '/city/manifest.webmanifest'];
const SAVED_AT = 'x-saved-at';
// Kept bodies are decoded, so the encoding that was asked for does not matter.
const ANY_ENCODING = { ignoreVary: true };

// ---- Rules: pure, tested by end2end/unit/sw.test.mjs ----

/** Under which key a built file is kept: the key changes with the content, so old copies can be told from new ones. */
function keyOf(file) {
  return file.revision ? file.url + '?revision=' + file.revision : file.url;
}

/** What to do with a request: 'ignore', 'page', 'app' or 'city'. `request` is a Request or has its fields. */
function decide(request, origin, build) {
  if (build.off || request.method !== 'GET') return 'ignore';
  const url = new URL(request.url);
  if (url.origin !== origin) return 'ignore';
  // Such a request fails outside of the page's own origin and mode; browsers' tools send it.
  if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return 'ignore';
  // Ranges are for media, which is not kept.
  if (request.headers && request.headers.get('range')) return 'ignore';
  const path = url.pathname;
  if (/^\/(api|local|health)(\/|$)/.test(path)) return 'ignore';
  if (path.startsWith('/city/')) return 'city';
  if (request.mode === 'navigate') {
    // A path with a dot in its last part is a file; everything else is a page of the app.
    return /\.[^/]*$/.test(path) ? 'ignore' : 'page';
  }
  return build.files.some(file => file.url === path) || /-[\da-f]{12,}[^/]*$/.test(path) ? 'app' : 'ignore';
}

/** Only a whole, unredirected answer of our own origin is worth keeping. */
function isKeepable(response) {
  return response.status === 200 && (response.type === 'basic' || response.type === 'default') && !response.redirected;
}

/** A city file that is really a page (a captive portal, a fallback) must not replace the saved one. */
function fits(path, contentType) {
  const kind = (contentType || '').split(';')[0].trim().toLowerCase();
  if (path.endsWith('.json')) return kind === 'application/json';
  if (path.endsWith('.css')) return kind === 'text/css';
  return kind !== 'text/html';
}

/** Which caches may go: ours, of another version. */
function outdated(names, version) {
  return names.filter(name => (name.startsWith(APP) || name.startsWith(CITY)) && name !== APP + version && name !== CITY + version);
}

/** The pictures on every page, as the city's package names them: a page that loses its network early has them yet. */
function brandOf(text) {
  try {
    const { logo, logoDark } = JSON.parse(text).brand;
    return keepable([logo, logoDark].filter(path => typeof path === 'string').map(path => '/city/' + path));
  } catch (_) {
    return []; // not a package: the page says so
  }
}

/** A message's list of city files to keep: only paths below /city/, no query, at most 60. */
function keepable(urls) {
  if (!Array.isArray(urls)) return [];
  return urls.filter(url => typeof url === 'string' && /^\/city\/[\w\-./]+$/.test(url) && !url.includes('..')).slice(0, 60);
}

// ---- Keeping ----

async function stamped(response) {
  const headers = new Headers(response.headers);
  headers.set(SAVED_AT, String(Math.floor(Date.now() / 1000)));
  // The body is stored decoded, so these two would be wrong.
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(await response.blob(), { status: 200, headers });
}

async function keepApp(file, cache) {
  const key = keyOf(file);
  const kept = await caches.match(key, ANY_ENCODING);
  if (kept) return cache.put(key, kept);
  const response = await fetch(new Request(file.url, file.revision ? { cache: 'reload' } : {}));
  if (!isKeepable(response)) throw new Error(response.status + ' ' + file.url);
  return cache.put(key, response);
}

async function keepCity(path, cache, options) {
  const response = await fetch(new Request(path, options || { cache: 'no-cache' }));
  if (isKeepable(response) && fits(path, response.headers.get('content-type'))) {
    await cache.put(path, await stamped(response.clone()));
  }
  return response;
}

/** Keeps what a page has used. A page may ask while this worker still installs: being installed then includes it. */
let keeping = Promise.resolve();
function keepUsed(urls) {
  keeping = Promise.all([keeping, caches.open(CITY_CACHE).then(cache => Promise.all(keepable(urls).map(async path => {
    if (!(await cache.match(path, ANY_ENCODING))) await keepCity(path, cache).catch(() => {});
  })))]);
  return keeping;
}

async function install() {
  if (BUILD.off) return self.skipWaiting();
  const app = await caches.open(APP_CACHE);
  await Promise.all(BUILD.files.map(file => keepApp(file, app)));
  // New code with old texts would show bare keys: ask for the texts anew, and take the old ones only if that fails.
  const city = await caches.open(CITY_CACHE);
  const paths = new Set(CITY_CORE);
  for (const name of outdated(await caches.keys(), BUILD.version).filter(name => name.startsWith(CITY))) {
    for (const request of await (await caches.open(name)).keys()) paths.add(new URL(request.url).pathname);
  }
  const keep = async path => {
    await keepCity(path, city, { cache: 'reload' }).catch(() => {});
    if (await city.match(path, ANY_ENCODING)) return;
    const old = await caches.match(path, ANY_ENCODING);
    if (old) await city.put(path, old);
  };
  await Promise.all(Array.from(paths, keep));
  const known = await city.match('/city/city.json', ANY_ENCODING);
  const brand = known ? brandOf(await known.text()) : [];
  await Promise.all(brand.filter(path => !paths.has(path)).map(keep));
  await keeping;
}

async function activate() {
  if (BUILD.off) {
    await Promise.all((await caches.keys()).map(name => caches.delete(name)));
    await self.registration.unregister();
    return;
  }
  await self.clients.claim();
  await removeOutdated(null);
}

/** Old files stay while a page may still be running on them. */
async function removeOutdated(leaving) {
  const names = outdated(await caches.keys(), BUILD.version);
  if (!names.length) return;
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (pages.some(page => page.id !== leaving)) return;
  // A newer worker that waits keeps its files under its own version.
  if (self.registration.installing || self.registration.waiting) return;
  await Promise.all(names.map(name => caches.delete(name)));
}

// ---- Answering ----

async function fromApp(url, request) {
  const file = BUILD.files.find(file => file.url === url);
  const cache = await caches.open(APP_CACHE);
  const kept = (file && await cache.match(keyOf(file), ANY_ENCODING)) || await caches.match(url, ANY_ENCODING);
  if (kept) return kept;
  // The person or the browser has removed it: keep it again.
  const response = await fetch(file ? url : request);
  if (file && isKeepable(response)) await cache.put(keyOf(file), response.clone());
  return response;
}

async function fromCity(event) {
  const path = new URL(event.request.url).pathname;
  const cache = await caches.open(CITY_CACHE);
  const fresh = keepCity(path, cache);
  // Who wants to know whether the copy is still right hears only the network.
  if (event.request.cache === 'no-cache') return fresh;
  const kept = await cache.match(path, ANY_ENCODING);
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => {}));
  return kept;
}

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));

self.addEventListener('fetch', event => {
  const { request } = event;
  const decision = decide(request, self.location.origin, BUILD);
  if (decision === 'page') {
    event.respondWith(fromApp('/', request));
    event.waitUntil(removeOutdated(event.clientId));
  } else if (decision === 'app') {
    event.respondWith(fromApp(new URL(request.url).pathname, request));
  } else if (decision === 'city') {
    event.respondWith(fromCity(event));
  }
});

self.addEventListener('message', event => {
  const { type, urls } = event.data || {};
  if (type === 'SKIP_WAITING') {
    self.skipWaiting();
  } else if (type === 'VERSION') {
    (event.ports[0] || event.source).postMessage({ type: 'VERSION', version: BUILD.version });
  } else if (type === 'KEEP') {
    event.waitUntil(keepUsed(urls));
  }
});

// The outbox is the page's (its rules are not in this file); where there is Background Sync it wakes sleeping pages.
self.addEventListener('sync', event => {
  event.waitUntil(self.clients.matchAll({ type: 'window' }).then(pages => {
    for (const page of pages) page.postMessage({ type: 'OUTBOX' });
  }));
});
