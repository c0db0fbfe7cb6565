// The service worker as it is shipped, run in a small stand-in for its surroundings: caches, clients and a network
// whose answers each test decides.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const ORIGIN = 'https://stadt.example';
const SOURCE = readFileSync(new URL('../../public/sw.js', import.meta.url), 'utf8');
const FILES = [
  { url: '/app-0123456789abcdef.js', revision: null },
  { url: '/boot.js', revision: 'aaaa' },
  { url: '/', revision: 'bbbb' }
];

class FakeCache {
  constructor() {
    this.entries = new Map();
  }
  async match(key) {
    const found = this.entries.get(path(key));
    return found && found.clone();
  }
  async put(key, response) {
    this.entries.set(path(key), response);
  }
  async keys() {
    return Array.from(this.entries.keys(), key => new Request(ORIGIN + key));
  }
}

class FakeCaches {
  constructor() {
    this.all = new Map();
  }
  async open(name) {
    if (!this.all.has(name)) this.all.set(name, new FakeCache());
    return this.all.get(name);
  }
  async keys() {
    return Array.from(this.all.keys());
  }
  async delete(name) {
    return this.all.delete(name);
  }
  async match(key) {
    for (const cache of this.all.values()) {
      const found = await cache.match(key);
      if (found) return found;
    }
  }
}

function path(key) {
  const url = new URL(typeof key === 'string' ? key : key.url, ORIGIN);
  return url.pathname + url.search;
}

function basic(body, options = {}) {
  const response = new Response(body, { status: 200, ...options });
  Object.defineProperty(response, 'type', { value: options.type || 'basic' });
  Object.defineProperty(response, 'redirected', { value: Boolean(options.redirected) });
  const clone = response.clone.bind(response);
  response.clone = () => basic(null, { ...options, source: clone() });
  if (options.source) return Object.assign(options.source, { clone: options.source.clone });
  return response;
}

/** A worker of one version in surroundings that outlive it. */
function worker(version, around = {}, build = {}) {
  const world = Object.assign({ caches: new FakeCaches(), pages: [], network: () => basic('x'), asked: [] }, around);
  const line = 'const BUILD = ' + JSON.stringify({ version, off: false, files: FILES, ...build }) + ';';
  const listeners = {};
  const self = {
    location: new URL(ORIGIN + '/sw.js'),
    addEventListener: (type, listener) => { listeners[type] = listener; },
    skipWaiting: async () => { world.skipped = true; },
    clients: { claim: async () => {}, matchAll: async () => world.pages },
    registration: { unregister: async () => { world.unregistered = true; } }
  };
  class RelativeRequest extends Request {
    constructor(url, options) {
      super(new URL(url, ORIGIN), options);
    }
  }
  const context = vm.createContext({
    self, URL, Headers, Response, Request: RelativeRequest, Promise, Set, Date, Math, String, Array, Error, JSON,
    caches: world.caches,
    fetch: async request => {
      const asked = path(typeof request === 'string' ? request : request.url);
      world.asked.push(asked);
      return world.network(asked);
    }
  });
  vm.runInContext(SOURCE.replace(/^const BUILD = .*$/m, line) +
    ';self.rules = { decide, isKeepable, fits, outdated, keepable, keyOf, BUILD };', context);
  const happen = async (type, extra = {}) => {
    const waiting = [];
    let answer;
    listeners[type]({ ...extra, waitUntil: promise => waiting.push(promise), respondWith: promise => { answer = promise; } });
    const response = answer && await answer;
    await Promise.all(waiting);
    return response;
  };
  const get = (url, more = {}) => happen('fetch', {
    clientId: 'page-1',
    request: { method: 'GET', mode: 'no-cors', cache: 'default', headers: new Headers(), url: ORIGIN + url, ...more }
  });
  return { world, rules: self.rules, happen, get };
}

const json = text => basic(text, { headers: { 'content-type': 'application/json' } });

test('the placeholder line is there for the build to replace', () => {
  assert.match(SOURCE, /^const BUILD = \{ version: 'development'.*\};$/m);
});

test('only plain reading of our own origin is touched', () => {
  const { rules: { decide, BUILD } } = worker('v1');
  const ask = (url, more = {}) => decide({ method: 'GET', mode: 'no-cors', cache: 'default', headers: new Headers(), url: new URL(url, ORIGIN).href, ...more }, ORIGIN, BUILD);
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH']) {
    for (const url of ['/', '/boot.js', '/city/city.json', '/api/x']) assert.equal(ask(url, { method, mode: 'navigate' }), 'ignore');
  }
  for (const url of ['/api/appointments/available-calendar/', '/api', '/local/mails', '/health/live', 'https://other.example/boot.js', '/unknown.js', '/sw.js']) {
    assert.equal(ask(url), 'ignore', url);
  }
  assert.equal(ask('/local/mails', { mode: 'navigate' }), 'ignore');
  assert.equal(ask('/api/file', { mode: 'navigate' }), 'ignore');
  assert.equal(ask('/boot.js', { cache: 'only-if-cached' }), 'ignore');
  assert.equal(ask('/city/city.json', { headers: new Headers({ range: 'bytes=0-1' }) }), 'ignore');
  assert.equal(ask('/appointments/open', { mode: 'navigate' }), 'page');
  assert.equal(ask('/', { mode: 'navigate' }), 'page');
  assert.equal(ask('/apiary', { mode: 'navigate' }), 'page');
  assert.equal(ask('/manual.pdf', { mode: 'navigate' }), 'ignore');
  assert.equal(ask('/boot.js'), 'app');
  assert.equal(ask('/old-fedcba9876543210.js'), 'app');
  assert.equal(ask('/city/texts/de.json'), 'city');
  assert.equal(decide({ method: 'GET', mode: 'navigate', url: ORIGIN + '/' }, ORIGIN, { off: true, files: [] }), 'ignore');
});

test('errors, foreign answers, redirects and portals are never kept', () => {
  const { rules: { isKeepable, fits } } = worker('v1');
  assert.equal(isKeepable(basic('x')), true);
  for (const status of [201, 206, 302, 404, 500]) assert.equal(isKeepable({ status, type: 'basic' }), false);
  assert.equal(isKeepable({ status: 200, type: 'opaque' }), false);
  assert.equal(isKeepable({ status: 200, type: 'cors' }), false);
  assert.equal(isKeepable({ status: 200, type: 'basic', redirected: true }), false);
  assert.equal(fits('/city/city.json', 'application/json; charset=utf-8'), true);
  assert.equal(fits('/city/city.json', 'text/html'), false);
  assert.equal(fits('/city/theme.css', 'text/html'), false);
  assert.equal(fits('/city/brand/logo.svg', 'image/svg+xml'), true);
  assert.equal(fits('/city/brand/logo.svg', 'text/html; charset=utf-8'), false);
});

test('a message can only ask for city files', () => {
  const { rules: { keepable } } = worker('v1');
  const list = value => Array.from(keepable(value));
  assert.deepEqual(list(['/city/texts/de.json', '/api/x', '/city/../api/x', 'https://e.example/city/x', 7, '/city/x?y']), ['/city/texts/de.json']);
  assert.deepEqual(list('x'), []);
  assert.equal(list(Array(100).fill('/city/a.json')).length, 60);
});

test('a cold start without network is answered from the device', async () => {
  const first = worker('v1');
  first.world.network = asked => asked.endsWith('.json') ? json('{"city":1}') : basic('file ' + asked, { headers: { 'content-type': asked.endsWith('.css') ? 'text/css' : 'text/plain' } });
  await first.happen('install');
  await first.happen('message', { data: { type: 'KEEP', urls: ['/city/texts/tr.json'] } });
  first.world.network = () => { throw new TypeError('offline'); };
  assert.equal(await (await first.get('/appointments/open', { mode: 'navigate' })).text(), 'file /');
  assert.equal(await (await first.get('/boot.js')).text(), 'file /boot.js');
  const texts = await first.get('/city/texts/tr.json');
  assert.equal(await texts.text(), '{"city":1}');
  assert.ok(Number(texts.headers.get('x-saved-at')) > 1_700_000_000);
  assert.equal((await first.get('/city/theme.css')).status, 200);
  await assert.rejects(first.get('/city/texts/uk.json'), /offline/);
});

test('what the first page has used is kept when the worker is installed, not some time later', async () => {
  const { world, happen, get } = worker('v1');
  let answer;
  const slow = new Promise(done => { answer = done; });
  world.network = async asked => {
    if (asked === '/city/texts/tr.json') await slow;
    return asked.endsWith('.json') ? json('"x"') : basic('x');
  };
  let installed = false;
  const install = happen('install').then(() => { installed = true; });
  const message = happen('message', { data: { type: 'KEEP', urls: ['/city/texts/tr.json'] } });
  await new Promise(done => setTimeout(done, 20));
  assert.equal(installed, false, 'it waits for the texts');
  answer();
  await Promise.all([install, message]);
  world.network = () => { throw new TypeError('offline'); };
  assert.equal(await (await get('/city/texts/tr.json')).text(), '"x"');
  // Texts that cannot be had do not stop it.
  const other = worker('v1');
  other.world.network = asked => { if (asked.includes('texts')) throw new TypeError('cut'); return basic('x'); };
  await Promise.all([other.happen('message', { data: { type: 'KEEP', urls: ['/city/texts/de.json'] } }), other.happen('install')]);
});

test('who asks whether a copy is still right hears only the network', async () => {
  const { world, happen, get } = worker('v1');
  world.network = () => json('"one"');
  await happen('message', { data: { type: 'KEEP', urls: ['/city/city.json'] } });
  world.network = () => json('"two"');
  const asked = await get('/city/city.json', { cache: 'no-cache' });
  assert.equal(await asked.text(), '"two"');
  assert.equal(asked.headers.get('x-saved-at'), null, 'it is no copy');
  world.network = () => { throw new TypeError('offline'); };
  await assert.rejects(get('/city/city.json', { cache: 'no-cache' }), /offline/);
  assert.equal(await (await get('/city/city.json')).text(), '"two"', 'and what it heard is kept');
});

test('a failed file fails the install, a failed city file does not', async () => {
  const broken = worker('v1');
  broken.world.network = asked => asked === '/boot.js' ? basic('gone', { status: 404 }) : basic('x');
  await assert.rejects(broken.happen('install'), /404 \/boot.js/);
  const fine = worker('v1');
  fine.world.network = asked => asked.startsWith('/city/') ? basic('no', { status: 503 }) : basic('x');
  await fine.happen('install');
  assert.equal((await (await fine.world.caches.open('stadtkern-city-v1')).keys()).length, 0);
});

test('an update asks only for what has changed, and for all texts anew', async () => {
  const first = worker('v1');
  first.world.network = asked => asked.endsWith('.json') ? json('"old"') : basic('old');
  await first.happen('install');
  await first.happen('message', { data: { type: 'KEEP', urls: ['/city/texts/de.json', '/city/legal/imprint.json'] } });
  first.world.asked.length = 0;
  const files = [FILES[0], { url: '/boot.js', revision: 'cccc' }, FILES[2]];
  const second = worker('v2', first.world, { files });
  second.world.network = asked => {
    if (asked.includes('legal')) throw new TypeError('offline');
    return asked.endsWith('.json') ? json('"new"') : basic('new');
  };
  await second.happen('install');
  assert.deepEqual(second.world.asked.filter(url => !url.startsWith('/city/')), ['/boot.js']);
  const city = await second.world.caches.open('stadtkern-city-v2');
  assert.equal(await (await city.match('/city/texts/de.json')).text(), '"new"');
  assert.equal(await (await city.match('/city/legal/imprint.json')).text(), '"old"');
});

test('nothing skips the wait by itself, and old files stay while a page may need them', async () => {
  const first = worker('v1');
  first.world.network = () => basic('x');
  await first.happen('install');
  assert.equal(first.world.skipped, undefined);
  const second = worker('v2', first.world);
  await second.happen('install');
  second.world.pages = [{ id: 'page-1' }, { id: 'page-2' }];
  await second.happen('message', { data: { type: 'SKIP_WAITING' } });
  assert.equal(second.world.skipped, true);
  await second.happen('activate');
  assert.ok((await second.world.caches.keys()).includes('stadtkern-app-v1'));
  await second.get('/', { mode: 'navigate' });
  assert.ok((await second.world.caches.keys()).includes('stadtkern-app-v1'));
  second.world.pages = [{ id: 'page-1' }];
  await second.get('/', { mode: 'navigate' });
  assert.deepEqual((await second.world.caches.keys()).sort(), ['stadtkern-app-v2', 'stadtkern-city-v2']);
});

test('a page of the old version still finds its own files', async () => {
  const around = worker('v1').world;
  const old = await around.caches.open('stadtkern-app-v1');
  await old.put('/lazy-fedcba9876543210.js', basic('old chunk'));
  const second = worker('v2', around);
  second.world.network = () => { throw new TypeError('gone from the server'); };
  assert.equal(await (await second.get('/lazy-fedcba9876543210.js')).text(), 'old chunk');
});

test('what was removed from the device is kept again when it comes by', async () => {
  const { world, get, happen } = worker('v1');
  world.network = asked => basic('file ' + asked);
  await happen('install');
  await world.caches.delete('stadtkern-app-v1');
  await get('/', { mode: 'navigate' });
  await get('/boot.js');
  world.network = () => { throw new TypeError('offline'); };
  assert.equal(await (await get('/settings', { mode: 'navigate' })).text(), 'file /');
  assert.equal(await (await get('/boot.js')).text(), 'file /boot.js');
  await assert.rejects(get('/app-0123456789abcdef.js'), /offline/);
});

test('a saved city file is shown at once and replaced behind', async () => {
  const { world, get, happen } = worker('v1');
  world.network = () => json('"one"');
  await happen('message', { data: { type: 'KEEP', urls: ['/city/city.json'] } });
  world.network = () => json('"two"');
  assert.equal(await (await get('/city/city.json')).text(), '"one"');
  assert.equal(await (await get('/city/city.json')).text(), '"two"');
  world.network = () => basic('<html>log in</html>', { headers: { 'content-type': 'text/html' } });
  await get('/city/city.json');
  world.network = () => basic('{}', { status: 500, headers: { 'content-type': 'application/json' } });
  await get('/city/city.json');
  assert.equal(await (await get('/city/city.json')).text(), '"two"');
});

test('the switched-off worker removes itself and everything', async () => {
  const first = worker('v1');
  first.world.network = () => basic('x');
  await first.happen('install');
  const off = worker('v2', first.world, { off: true, files: [] });
  await off.happen('install');
  await off.happen('activate');
  assert.equal(off.world.skipped, true);
  assert.equal(off.world.unregistered, true);
  assert.deepEqual(await off.world.caches.keys(), []);
});

test('the version can be asked for', async () => {
  const said = [];
  await worker('v7').happen('message', { data: { type: 'VERSION' }, ports: [], source: { postMessage: message => said.push({ ...message }) } });
  assert.deepEqual(said, [{ type: 'VERSION', version: 'v7' }]);
  await worker('v7').happen('message', { data: null, ports: [] });
});

test('a background sync wakes the open pages and sends nothing itself', async () => {
  const said = [];
  const { world, happen } = worker('v1');
  world.pages = [{ id: 'page-1', postMessage: message => said.push({ ...message }) }];
  await happen('sync', { tag: 'stadtkern-outbox' });
  assert.deepEqual(said, [{ type: 'OUTBOX' }]);
  assert.deepEqual(world.asked, []);
});

test('installing keeps the pictures that the city\'s package names', async () => {
  const city = JSON.stringify({ brand: { logo: 'brand/a.svg', logoDark: 'brand/b.svg' } });
  const { world, happen, get } = worker('v1', {
    network: asked => (asked === '/city/city.json' ? json(city) : basic('x', { headers: { 'content-type': 'image/svg+xml' } }))
  });
  await happen('install');
  world.network = () => { throw new TypeError('no network'); };
  for (const path of ['/city/brand/a.svg', '/city/brand/b.svg']) {
    assert.equal((await get(path)).status, 200, path);
  }
});

test('a package that names no pictures, or others\', hinders nothing', async () => {
  for (const city of ['<html>', '{}', '{"brand":{}}', '{"brand":{"logo":7,"logoDark":"../../api/x"}}']) {
    const { world, happen } = worker('v1', { network: asked => (asked === '/city/city.json' ? json(city) : basic('x')) });
    await happen('install');
    assert.ok(world.asked.every(asked => asked.startsWith('/city/') ? ['city.json', 'theme.css', 'manifest.webmanifest'].includes(asked.slice(6)) : true), city + ' ' + world.asked);
  }
});
