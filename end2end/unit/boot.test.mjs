// The loader's rules: which markup passes the Trusted Types policy, and which language a first visit gets.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { chooseLanguage, firstQuestions, isTemplate, laterParts } from '../../public/boot.js';

test('markup as Leptos writes it for static views passes', () => {
  for (const html of [
    '<div class="kern-alert" role="alert"><h2 id="title" tabindex="-1">A &amp; B &#x27;c&#39;</h2><!></div>',
    '<a href="/appointments?step=2#top">weiter</a>',
    '<a href="#main" class="skip-link"></a>',
    '<svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path d="M4 16 20 5l16 11z" stroke-width="2" fill="none"></path><circle cx="1" cy="2" r="3"/></svg>',
    '<svg><use href="#icon"></use></svg>',
    '<input type="checkbox" id="a" required disabled>',
    '<label for="a"><span data-kern-size="l">Ja</span></label><br/>',
    '<p title="a > b">x > y</p>',
    '<ul>\n  <li>A</li>\n</ul>',
    '<!-- a note --><!---->',
    ''
  ]) assert.equal(isTemplate(html), true, html);
});

test('markup that can run or load something is refused', () => {
  for (const html of [
    '<script>alert(1)</script>',
    '<SCRIPT src="/x.js"></SCRIPT>',
    '<img src=x onerror=alert(1)>',
    '<img src="/x.png" onerror="alert(1)">',
    '<img src="https://evil.example/x.png">',
    '<img src="//evil.example/x.png">',
    '<img src="/\\evil.example/x.png">',
    '<img src="data:text/html,x">',
    '<div style="background:url(//evil)">',
    '<div onclick="x()">',
    '<div ONCLICK="x()">',
    '<div\nonclick="x()">',
    '<div/onclick="x()">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" javascript:alert(1)">x</a>',
    '<a href="java&#115;cript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="https://evil.example">x</a>',
    '<a href="//evil.example">x</a>',
    '<a href="/\t/evil.example">x</a>',
    '<a href>x</a>',
    '<a xlink:href="#a">x</a>',
    '<iframe src="/x"></iframe>',
    '<object data="/x"></object>',
    '<embed src="/x">',
    '<base href="/x">',
    '<link rel="stylesheet" href="/x">',
    '<meta http-equiv="refresh" content="0">',
    '<style>*{}</style>',
    '<template><p></p></template>',
    '<form action="/x"></form>',
    '<button formaction="/x">x</button>',
    '<svg><animate attributeName="href" to="x"></animate></svg>',
    '<svg><foreignObject></foreignObject></svg>',
    '<math><mtext></mtext></math>',
    '<noscript><p></noscript>',
    '<div srcdoc="x">',
    '<img srcset="/a 1x">',
    '<!--><img src=x onerror=alert(1)>-->',
    '<!-- --!><img src=x onerror=alert(1)> -->',
    '<!doctype html>',
    '<?xml version="1.0"?>',
    '<![CDATA[x]]>',
    '<p',
    '<p class="a',
    '<p class="a<b">',
    '< script>',
    '<p>\0</p>',
    '<x-element></x-element>',
    '<svg xmlns="http://www.w3.org/1999/xhtml"></svg>'
  ]) assert.equal(isTemplate(html), false, html);
});

test('a long text is judged in reasonable time', () => {
  const began = performance.now();
  isTemplate('<p ' + 'a="b" '.repeat(20000));
  isTemplate('<!-- ' + '- '.repeat(50000));
  isTemplate('<div class="x">'.repeat(20000));
  assert.ok(performance.now() - began < 2000);
});

test('a first visit gets the first language of the browser that the app speaks', () => {
  assert.equal(chooseLanguage('tr', ['de-DE'], 'de'), 'tr');
  assert.equal(chooseLanguage('de-simple', [], 'de'), 'de-simple');
  assert.equal(chooseLanguage(null, ['fr-FR', 'ar-SY', 'de'], 'de'), 'ar');
  assert.equal(chooseLanguage(null, ['uk'], 'de'), 'uk');
  assert.equal(chooseLanguage(null, ['fr'], 'en'), 'en');
  assert.equal(chooseLanguage('../../x', undefined, 'xx'), 'de');
});

// The smallest module there is: magic number and version.
const EMPTY = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));

function firstPart() {
  const heard = [];
  const exports = { __indirect_function_table: { get: place => (data, complete) => heard.push([place, data, complete]) } };
  return { heard, exports: () => exports };
}

test('a later part is fetched once, with all its files, and says so through the table', async () => {
  const { heard, exports } = firstPart();
  const asked = [];
  const load = async (url, sum) => { asked.push([url, sum]); return EMPTY; };
  const files = { load_a: [['/shared.wasm', 's'], ['/a.wasm', 'a']], load_b: [['/shared.wasm', 's'], ['/b.wasm', 'b']] };
  const parts = laterParts(files, exports, load);
  await Promise.all([parts.load_a(7, 1), parts.load_b(8, 2)]);
  await parts.load_a(7, 3);
  assert.deepEqual(asked, [['/shared.wasm', 's'], ['/a.wasm', 'a'], ['/b.wasm', 'b']]);
  assert.deepEqual(heard, [[7, 1, true], [8, 2, true], [7, 3, true]]);
});

test('a part that did not come is said to be missing and asked for again', async () => {
  const { heard, exports } = firstPart();
  let online = false;
  const load = async url => { if (!online) throw new Error('no network for ' + url); return EMPTY; };
  const parts = laterParts({ load_a: [['/a.wasm', 'a']] }, exports, load);
  await parts.load_a(7, 1);
  online = true;
  await parts.load_a(7, 2);
  assert.deepEqual(heard, [[7, 1, false], [7, 2, true]]);
});

test('only modules that are on are asked for early', () => {
  const ask = modules => firstQuestions(JSON.stringify({ modules }), 'tr');
  const all = ['/api/appointments/offices-and-services/', '/city/appointments/tr.json'];
  assert.deepEqual(ask([{ slug: 'transit' }, { slug: 'appointments' }]), all);
  assert.deepEqual(ask([{ slug: 'appointments', on: true }]), all);
  assert.deepEqual(ask([{ slug: 'appointments', on: false }]), []);
  assert.deepEqual(ask([{ slug: 'transit' }, { slug: 'constructor' }, {}]), []);
});

test('a package that is none asks nothing', () => {
  for (const text of ['', '<html>', '{}', 'null', '[]', '{"modules":1}', '{"modules":[null]}']) {
    assert.deepEqual(firstQuestions(text, 'de'), [], text);
  }
});
