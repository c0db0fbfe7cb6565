// Starts the app: settings before the first paint, files in parallel, integrity, Trusted Types, crash page.
// Conservative syntax on purpose: a browser too old for the app must still be told so.

const LANGUAGES = ['de', 'de-simple', 'en', 'tr', 'uk', 'ar'];
const RIGHT_TO_LEFT = ['ar'];
const WORKER = '/sw.js';

// The only words in a script: this page must work when no message file can be reached.
const WORDS = {
  de: {
    crashed: 'Die App ist stehen geblieben',
    crashedText: 'Ein Fehler in der App hat sie angehalten. Das liegt nicht an Ihnen.',
    unreachable: 'Die App konnte nicht geladen werden',
    unreachableText: 'Vermutlich fehlt die Verbindung zum Internet. Bitte prüfen Sie sie und versuchen Sie es noch einmal.',
    changed: 'Die App wurde unvollständig oder verändert geladen',
    changedText: 'Zu Ihrer Sicherheit wurde sie nicht gestartet. Versuchen Sie es noch einmal, möglichst in einem anderen Netz.',
    old: 'Dieser Browser ist zu alt',
    oldText: 'Die App braucht einen neueren Browser. Bitte aktualisieren Sie ihn oder nutzen Sie einen anderen.',
    kept: 'Was Sie auf diesem Gerät gespeichert haben, zum Beispiel Ihre Termine, ist noch da.',
    again: 'Neu starten',
    erase: 'Gespeicherte Daten löschen und neu starten',
    sure: 'Ja, alles auf diesem Gerät löschen',
    details: 'Technische Angaben'
  },
  'de-simple': {
    crashed: 'Die App geht gerade nicht',
    crashedText: 'In der App ist ein Fehler. Sie haben nichts falsch gemacht.',
    unreachable: 'Die App kann nicht starten',
    unreachableText: 'Vielleicht haben Sie kein Internet. Prüfen Sie das Internet. Dann versuchen Sie es noch einmal.',
    changed: 'Die App kann nicht starten',
    changedText: 'Ein Teil der App ist nicht in Ordnung. Darum startet die App nicht. Versuchen Sie es noch einmal.',
    old: 'Ihr Internet-Programm ist zu alt',
    oldText: 'Das Internet-Programm heißt auch Browser. Die App braucht einen neuen Browser.',
    kept: 'Ihre Daten sind noch auf diesem Gerät. Zum Beispiel Ihre Termine.',
    again: 'Neu starten',
    erase: 'Alle Daten löschen und neu starten',
    sure: 'Ja, alle Daten löschen',
    details: 'Für die Technik'
  },
  en: {
    crashed: 'The app has stopped',
    crashedText: 'An error in the app made it stop. You did nothing wrong.',
    unreachable: 'The app could not be loaded',
    unreachableText: 'There is probably no internet connection. Please check it and try again.',
    changed: 'The app arrived incomplete or altered',
    changedText: 'To keep you safe it was not started. Please try again, if you can on another network.',
    old: 'This browser is too old',
    oldText: 'The app needs a newer browser. Please update it or use another one.',
    kept: 'What you saved on this device, for example your appointments, is still there.',
    again: 'Start again',
    erase: 'Delete stored data and start again',
    sure: 'Yes, delete everything on this device',
    details: 'Technical details'
  },
  tr: {
    crashed: 'Uygulama durdu',
    crashedText: 'Uygulamadaki bir hata nedeniyle durdu. Siz yanlış bir şey yapmadınız.',
    unreachable: 'Uygulama yüklenemedi',
    unreachableText: 'İnternet bağlantısı yok gibi görünüyor. Lütfen kontrol edip yeniden deneyin.',
    changed: 'Uygulama eksik veya değiştirilmiş olarak geldi',
    changedText: 'Güvenliğiniz için başlatılmadı. Mümkünse başka bir ağda yeniden deneyin.',
    old: 'Bu tarayıcı çok eski',
    oldText: 'Uygulama daha yeni bir tarayıcı gerektirir. Lütfen güncelleyin veya başka bir tarayıcı kullanın.',
    kept: 'Bu cihaza kaydettikleriniz, örneğin randevularınız, hâlâ duruyor.',
    again: 'Yeniden başlat',
    erase: 'Kayıtlı verileri sil ve yeniden başlat',
    sure: 'Evet, bu cihazdaki her şeyi sil',
    details: 'Teknik bilgiler'
  },
  uk: {
    crashed: 'Застосунок зупинився',
    crashedText: 'Його зупинила помилка в застосунку. Ви нічого не зробили неправильно.',
    unreachable: 'Не вдалося завантажити застосунок',
    unreachableText: 'Схоже, немає з’єднання з інтернетом. Перевірте його та спробуйте ще раз.',
    changed: 'Застосунок надійшов неповним або зміненим',
    changedText: 'Заради вашої безпеки його не запущено. Спробуйте ще раз, бажано в іншій мережі.',
    old: 'Цей браузер застарілий',
    oldText: 'Застосунку потрібен новіший браузер. Оновіть його або скористайтеся іншим.',
    kept: 'Усе, що ви зберегли на цьому пристрої, наприклад записи на прийом, залишилося.',
    again: 'Почати знову',
    erase: 'Видалити збережені дані та почати знову',
    sure: 'Так, видалити все на цьому пристрої',
    details: 'Технічні відомості'
  },
  ar: {
    crashed: 'توقّف التطبيق',
    crashedText: 'أوقفه خطأ في التطبيق. لم ترتكب أي خطأ.',
    unreachable: 'تعذّر تحميل التطبيق',
    unreachableText: 'يبدو أنه لا يوجد اتصال بالإنترنت. يرجى التحقق منه والمحاولة مرة أخرى.',
    changed: 'وصل التطبيق ناقصًا أو معدَّلًا',
    changedText: 'حفاظًا على سلامتك لم يتم تشغيله. حاول مرة أخرى، ويُفضَّل عبر شبكة أخرى.',
    old: 'هذا المتصفح قديم جدًا',
    oldText: 'يحتاج التطبيق إلى متصفح أحدث. يرجى تحديثه أو استخدام متصفح آخر.',
    kept: 'ما حفظته على هذا الجهاز، مثل مواعيدك، ما زال موجودًا.',
    again: 'ابدأ من جديد',
    erase: 'احذف البيانات المحفوظة وابدأ من جديد',
    sure: 'نعم، احذف كل شيء على هذا الجهاز',
    details: 'تفاصيل تقنية'
  }
};

/** The person's choice, else the first language of the browser that we speak, else the page's own. */
export function chooseLanguage(stored, wanted, fallback) {
  if (LANGUAGES.indexOf(stored) >= 0) return stored;
  for (const tag of wanted || []) {
    const base = String(tag).toLowerCase();
    if (LANGUAGES.indexOf(base) >= 0) return base;
    const language = base.split('-')[0];
    if (LANGUAGES.indexOf(language) >= 0) return language;
  }
  return LANGUAGES.indexOf(fallback) >= 0 ? fallback : 'de';
}

const TAGS = new Set((
  'a abbr address article aside b bdi blockquote br button caption circle cite code dd defs details dfn dialog div dl dt ' +
  'ellipse em fieldset figcaption figure footer form g h1 h2 h3 h4 h5 h6 header hr i img input kbd label legend li ' +
  'line main mark nav ol optgroup option output p path polygon polyline pre progress q rect s search section ' +
  'select small span strong sub summary sup svg symbol table tbody td textarea tfoot th thead time title tr u ul use wbr'
).split(' '));
const ATTRIBUTES = new Set((
  'alt autocomplete checked class clip-rule cols colspan cx cy d datetime dir disabled draggable enterkeyhint fill ' +
  'fill-rule focusable for height hidden href id inert inputmode lang list loading max maxlength min ' +
  'minlength multiple name novalidate open opacity pattern placeholder points preserveaspectratio r readonly rel ' +
  'required role rows rowspan rx ry scope selected size spellcheck src step stroke stroke-linecap stroke-linejoin ' +
  'stroke-width tabindex target title transform translate type value viewbox width x x1 x2 xmlns y y1 y2'
).split(' '));
const LOCAL_ADDRESS = /^(?:#[\w-]*|\/(?![/\\])[\w\-./?=&;%#]*)$/;
const TOKEN = /[^<&\0]+|&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);|&(?=\s)|<!>|<!--(?:[^->]|-(?!-))*-->|<\/([a-z][a-z\d]*)>|<([a-z][a-z\d]*)((?:\s+[a-z][a-z\d:-]*(?:="[^"<\0]*"|='[^'<\0]*')?)*)\s*\/?>/giy;
const ATTRIBUTE = /\s+([a-z][a-z\d:-]*)(?:="([^"]*)"|='([^']*)')?/gi;

/** Whether this is markup as our own views contain it, and nothing that could run or load something else. */
export function isTemplate(html) {
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < html.length) {
    const token = TOKEN.exec(html);
    if (!token) return false;
    const tag = token[1] || token[2];
    if (tag && !TAGS.has(tag.toLowerCase())) return false;
    if (!token[3]) continue;
    for (const [, name, double, single] of token[3].matchAll(ATTRIBUTE)) {
      const key = name.toLowerCase();
      if (!ATTRIBUTES.has(key) && !/^(?:aria|data)-[a-z\d-]+$/.test(key)) return false;
      const value = double !== undefined ? double : single;
      if ((key === 'href' || key === 'src') && !LOCAL_ADDRESS.test(value || '')) return false;
      if (key === 'xmlns' && value !== 'http://www.w3.org/2000/svg') return false;
    }
  }
  return true;
}

function trustOnlyOurOwn(scripts) {
  if (!globalThis.trustedTypes) return;
  globalThis.trustedTypes.createPolicy('default', {
    createHTML(html) {
      if (isTemplate(html)) return html;
      throw new TypeError('Refused markup that is no view template: ' + html.slice(0, 200));
    },
    createScriptURL(url) {
      if (scripts.indexOf(url) >= 0) return url;
      throw new TypeError('Refused a script that is not ours: ' + url);
    },
    createScript() {
      throw new TypeError('Refused script text');
    }
  });
}

function stored(key) {
  try {
    return localStorage.getItem('stadtkern.' + key);
  } catch (_) {
    return null; // storage is blocked: the app says so later
  }
}

function applySettings(root) {
  const language = chooseLanguage(stored('language'), navigator.languages, root.lang);
  root.lang = language;
  root.dir = RIGHT_TO_LEFT.indexOf(language) >= 0 ? 'rtl' : 'ltr';
  for (const [key, attribute] of [['theme', 'data-kern-theme'], ['textSize', 'data-text-size']]) {
    const value = stored(key);
    if (value && /^[a-z\d-]{1,20}$/.test(value)) root.setAttribute(attribute, value);
  }
  return language;
}

/** Never rejects: status 0 is "no answer". `savedAt` (seconds) is set when the service worker gave the copy on the device. */
function early(url, language) {
  return fetch(url, { headers: { 'Accept-Language': language } }).then(async response => ({
    status: response.status,
    text: await response.text(),
    retryAfter: response.headers.get('retry-after'),
    savedAt: Number(response.headers.get('x-saved-at')) || null
  })).catch(() => ({ status: 0, text: '', retryAfter: null, savedAt: null }));
}

/** What the start and the first page of a module ask for at once, by its slug. */
const FIRST_QUESTIONS = new Map([
  ['appointments', language => ['/api/appointments/offices-and-services/', '/city/appointments/' + language + '.json']]
]);

/** Which of them belong to the modules that are on in a city's package. */
export function firstQuestions(package_, language) {
  try {
    return JSON.parse(package_).modules
      .filter(module => module.on !== false && FIRST_QUESTIONS.has(module.slug))
      .flatMap(module => FIRST_QUESTIONS.get(module.slug)(language));
  } catch (_) {
    return []; // no package: the app says so
  }
}

class Problem extends Error {
  constructor(kind, cause) {
    super(String(cause));
    this.kind = kind;
  }
}

async function hasIntegrity(bytes, integrity) {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-384', bytes));
  return 'sha384-' + btoa(String.fromCharCode.apply(null, sum)) === integrity;
}

// Compiles while the bytes arrive and lets nothing run before their sum is right. (fetch's own `integrity` would
// hold back the stream, and the preload in the page would not match: a second download.)
async function loadWasm(url, integrity) {
  const canSum = integrity && globalThis.crypto && crypto.subtle;
  let response;
  try {
    response = await fetch(url, integrity && !canSum ? { integrity } : {});
    if (!response.ok) throw new Error(response.status + ' ' + url);
  } catch (cause) {
    throw new Problem('unreachable', cause);
  }
  const bytes = canSum ? response.clone().arrayBuffer() : null;
  const streams = WebAssembly.compileStreaming && /^application\/wasm/.test(response.headers.get('content-type') || '');
  const compiled = streams
    ? WebAssembly.compileStreaming(response)
    : response.arrayBuffer().then(buffer => WebAssembly.compile(buffer));
  compiled.catch(() => {});
  if (bytes) {
    let complete;
    try {
      complete = await bytes;
    } catch (cause) {
      throw new Problem('unreachable', cause);
    }
    if (!(await hasIntegrity(complete, integrity))) throw new Problem('changed', url);
  }
  try {
    return await compiled;
  } catch (cause) {
    // The bytes are ours, so what they need is missing here.
    throw new Problem(cause instanceof WebAssembly.CompileError ? 'old' : 'unreachable', cause);
  }
}

/**
 * The later parts of the app (xtask/src/split.rs): functions that fetch a part, each by the files it consists of.
 * What came is kept; what did not come is asked for again the next time. `exports` are those of the first part,
 * in whose memory and table the others run. Their callback is a place in that table.
 */
export function laterParts(files, exports, load) {
  const came = {};
  const file = ([url, integrity]) => {
    if (!came[url]) {
      came[url] = load(url, integrity).then(part => WebAssembly.instantiate(part, { __wasm_split: exports() }));
      came[url].catch(() => { delete came[url]; });
    }
    return came[url];
  };
  const functions = {};
  for (const name of Object.keys(files)) {
    functions[name] = async (callback, data) => {
      let complete = true;
      try {
        await Promise.all(files[name].map(file));
      } catch (problem) {
        complete = false;
        console.warn(problem);
      }
      exports().__indirect_function_table.get(callback)(data, complete);
    };
  }
  return functions;
}

// `import()` takes no integrity; a script element does, and both share one instance of the module.
async function loadGlue(url, integrity) {
  await new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.type = 'module';
    script.src = url;
    if (integrity) script.integrity = integrity;
    script.onload = resolve;
    script.onerror = () => reject(new Problem('unreachable', url));
    document.head.append(script);
  });
  return import(url);
}

function element(name, properties, children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append.apply(made, children || []);
  return made;
}

async function forgetWorker() {
  try {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    for (const name of await caches.keys()) await caches.delete(name);
  } catch (_) {
    // nothing there to forget
  }
}

async function eraseEverything() {
  await forgetWorker();
  try {
    localStorage.clear();
    sessionStorage.clear();
    const databases = indexedDB.databases ? await indexedDB.databases() : [{ name: 'stadtkern' }];
    await Promise.all(databases.map(({ name }) => new Promise(done => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = request.onerror = request.onblocked = done;
    })));
  } catch (_) {
    // storage is blocked, so nothing is stored
  }
}

let crashed = false;
function showCrash(kind, message, language) {
  if (crashed) return;
  crashed = true;
  const words = WORDS[language];
  const again = element('button', { type: 'button', className: 'kern-btn kern-btn--primary', textContent: words.again });
  again.onclick = async () => {
    // Files that do not fit together may come from a stale copy on the device.
    if (kind === 'changed' || (kind === 'unreachable' && navigator.onLine)) await forgetWorker();
    location.assign('/');
  };
  const erase = element('button', { type: 'button', className: 'kern-btn kern-btn--secondary', textContent: words.erase });
  erase.onclick = () => {
    erase.textContent = words.sure;
    erase.onclick = async () => {
      await eraseEverything();
      location.assign('/');
    };
  };
  const heading = element('h1', { tabIndex: -1, textContent: words[kind] });
  const page = element('main', { className: 'crash', id: 'crash' }, [
    heading,
    element('p', { textContent: words[kind + 'Text'] }),
    element('p', { textContent: words.kept }),
    element('p', { className: 'crash-actions' }, [again, erase]),
    element('details', {}, [
      element('summary', { textContent: words.details }),
      element('pre', { textContent: String(message).slice(0, 2000) })
    ])
  ]);
  document.title = words[kind];
  // A wait for the body: a crash can come while the page is still being read.
  const show = () => {
    document.body.replaceChildren(page);
    heading.focus();
  };
  if (document.body) show();
  else document.addEventListener('DOMContentLoaded', show);
}

function start() {
  const root = document.documentElement;
  const language = applySettings(root);
  const crash = (kind, message) => showCrash(kind, message, language);
  const script = document.querySelector('script[data-wasm]');
  const { js, wasm, jsIntegrity, wasmIntegrity, transit } = script.dataset;

  if (!globalThis.WebAssembly || !globalThis.queueMicrotask) {
    crash('old', navigator.userAgent);
    return;
  }
  trustOnlyOurOwn([WORKER, js, transit]);
  const city = early('/city/city.json', language);
  globalThis.stadtkern = {
    language,
    city,
    // Asked while the app is still coming: address to answer.
    answers: city.then(file => Object.fromEntries(
      firstQuestions(file.text, language).map(address => [address, early(address, language)])
    )),
    texts: early('/city/texts/' + language + '.json', language),
    parts: (files, exports) => laterParts(files, exports, loadWasm),
    // The app may say that it was not its own fault: 'unreachable' when the city's package cannot be had.
    crash: (message, kind) => crash(kind === 'unreachable' ? kind : 'crashed', message)
  };
  const watch = error => {
    if (error instanceof WebAssembly.RuntimeError) crash('crashed', error.stack || error);
  };
  addEventListener('error', event => watch(event.error));
  addEventListener('unhandledrejection', event => watch(event.reason));

  Promise.all([loadGlue(js, jsIntegrity), loadWasm(wasm, wasmIntegrity)])
    .then(([glue, compiled]) => glue.default({ module_or_path: compiled }))
    .catch(error => crash(error instanceof Problem ? error.kind : 'crashed', error.stack || error));
}

if (globalThis.document) start();
