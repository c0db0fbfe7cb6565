// One engine in one process: `node --expose-gc engine.mjs SETTINGS.json ours|reference`. Prints one line of JSON.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { keystrokes, survey } from "./survey.mjs";

const [path, name] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(path, "utf8"));
const large = survey();
const { xml } = large;
const strokes = keystrokes(large);

const median = (times) => times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
async function timed(work) {
  const begun = performance.now();
  const result = await work();
  return [performance.now() - begun, result];
}

async function ours() {
  const module = await import(pathToFileURL(settings.module));
  const wasm = readFileSync(settings.wasm);
  const { memory } = await module.default({ module_or_path: wasm });
  return {
    open: () => module.Survey.open(xml),
    places: (form) => (path) => form.place(path),
    set: (form, place, value) => form.set(place, value),
    xml: (form) => form.xml(),
    memory: () => memory.buffer.byteLength,
    parse: () => 0,
  };
}

async function reference() {
  const engine = await import(pathToFileURL(settings.reference));
  return {
    open: () => engine.open(xml),
    places: (form) => {
      const nodes = new Map();
      engine.walk(form.root, (node) => nodes.set(node.currentState.reference, node));
      return (path) => nodes.get(path);
    },
    set: (_, node, value) => engine.answer(node, value),
    xml: (form) => form.root.instanceState.instanceXML,
    memory: () => {
      globalThis.gc();
      return process.memoryUsage().heapUsed;
    },
    // In a browser the parser is the browser's own and much faster than jsdom's.
    parse: () => new DOMParser().parseFromString(xml, "text/xml").documentElement.childNodes.length,
  };
}

const engine = await (name === "ours" ? ours() : reference());
const before = engine.memory();
let [first, form] = await timed(engine.open);
const used = engine.memory() - before;
const loads = [];
for (let run = 0; run < (name === "ours" ? 30 : 5); run += 1) {
  const [time, opened] = await timed(engine.open);
  loads.push(time);
  opened.free?.();
}
const [parsing] = await timed(engine.parse);

const place = engine.places(form);
const placed = strokes.map(([path, value, round]) => [place(path), value, round]);
const times = [[], [], []];
for (const [at, value, round] of placed) {
  const begun = performance.now();
  try {
    engine.set(form, at, value);
  } catch (error) {
    if (!/readonly/.test(String(error))) throw error;
  }
  times[round].push(performance.now() - begun);
}
const answer = engine.xml(form).replace(/<instanceID>.*?<\/instanceID>/, "");
const [, depending, letters] = times.map((list) => list.toSorted((a, b) => a - b));
console.log(JSON.stringify({
  first, load: median(loads), parsing, 
  stroke: median(depending), slow: depending[Math.floor(depending.length * 0.95)], letter: median(letters),
  memory: used, total: engine.memory(), answer,
}));
