// One router in Node: `node in-node.mjs SETUP.json ours|minotor [ready]`. CPU time of the whole process, a question at
// a time; with `ready` only how long it takes until the first answer.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { median, minotor, ours, repetitions, warm } from "./engines.mjs";

const [path, name, only] = process.argv.slice(2);
const setup = JSON.parse(readFileSync(path, "utf8"));

async function load() {
  if (name === "ours") {
    const module = await import(pathToFileURL(setup.module));
    return ours({ ...setup, module, wasm: readFileSync(setup.wasm), file: readFileSync(setup.packed) });
  }
  // Its entry for require() cannot be loaded, so the file is named.
  const module = await import(pathToFileURL(join(setup.peer, "node_modules/minotor/dist/router.esm.js")));
  const files = { timetable: readFileSync(`${setup.minotor}.timetable`), stops: readFileSync(`${setup.minotor}.stops`) };
  return minotor({ minotor: module, ...files });
}

const engine = await load();
const pairs = setup.pairs.map(engine.pair);
const begun = performance.now();
engine.single(pairs[0]);
const first = performance.now() - begun;
if (only === "ready") {
  console.log(JSON.stringify({ instantiate: engine.instantiate, open: engine.open, first }));
  process.exit(0);
}
warm(engine, pairs);

/** Milliseconds of CPU time for a question asked so often. */
function used(ask, pair, count) {
  const before = process.cpuUsage();
  for (let at = 0; at < count; at += 1) ask(pair);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Median milliseconds of CPU time. What takes long is asked once, what is quick until the clock can tell. */
function cpu(ask, pairs) {
  const times = pairs.map((pair) => {
    const once = used(ask, pair, 1);
    const count = repetitions(once, 2);
    return count === 1 ? once : used(ask, pair, count) / count;
  });
  return median(times);
}

const single = cpu(engine.single, pairs);
const range = cpu(engine.range, pairs.slice(0, setup.ranges));
const answers = pairs.map(engine.answer);
const { instantiate, open } = engine;
const megabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ instantiate, open, first, single, range, answers, memory: engine.memory(), megabytes }));
