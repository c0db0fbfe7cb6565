// Both routers in Chromium, each in a page of its own: `node in-chromium.mjs SETUP.json`. CPU time is that of the
// page's main thread, as the browser counts it.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { median, repetitions } from "./engines.mjs";

const setup = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { chromium } = createRequire(setup.playwright)("@playwright/test");
const here = import.meta.dirname;
const files = {
  "/engines.mjs": join(here, "engines.mjs"),
  "/ours.js": setup.module,
  "/ours.wasm": setup.wasm,
  "/packed": setup.packed,
  "/minotor.js": join(setup.peer, "node_modules/minotor/dist/router.umd.js"),
  "/timetable": `${setup.minotor}.timetable`,
  "/stops": `${setup.minotor}.stops`,
};
const kinds = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const server = createServer((request, response) => {
  const file = files[request.url];
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
  response.setHeader("Content-Type", file ? (kinds[extname(file)] ?? "application/octet-stream") : "text/html");
  response.end(file ? readFileSync(file) : "<!doctype html><title>bench</title>");
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: setup.chromium, args: ["--no-sandbox"] });

async function measure(name, only) {
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  await page.goto(origin);
  if (name === "minotor") await page.addScriptTag({ url: "/minotor.js" });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const thread = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "ThreadTime").value * 1000;
  };
  const start = await page.evaluate(
    async ({ name, setup, only }) => {
      const engines = await import("/engines.mjs");
      const bytes = async (path) => new Uint8Array(await (await fetch(path)).arrayBuffer());
      const engine =
        name === "ours"
          ? await engines.ours({
              ...setup,
              module: await import("/ours.js"),
              wasm: await bytes("/ours.wasm"),
              file: await bytes("/packed"),
            })
          : await engines.minotor({ minotor: window.minotor, timetable: await bytes("/timetable"), stops: await bytes("/stops") });
      const pairs = setup.pairs.map(engine.pair);
      const begun = performance.now();
      engine.single(pairs[0]);
      const first = performance.now() - begun;
      if (only !== "ready") engines.warm(engine, pairs);
      window.ask = (kind, at, count) => {
        for (let turn = 0; turn < count; turn += 1) engine[kind](pairs[at]);
      };
      window.memory = engine.memory;
      return { instantiate: engine.instantiate, open: engine.open, first };
    },
    { name, only, setup: { walk: setup.walk, day: setup.day, pairs: setup.pairs } },
  );
  if (only === "ready") {
    await page.close();
    return start;
  }
  const used = async (kind, at, count) => {
    const before = await thread();
    await page.evaluate(([kind, at, count]) => window.ask(kind, at, count), [kind, at, count]);
    return (await thread()) - before;
  };
  const cpu = async (kind, pairs) => {
    const times = [];
    for (let at = 0; at < pairs; at += 1) {
      // What asking itself costs is taken off, for both.
      const nothing = await used(kind, at, 0);
      const once = Math.max(0, (await used(kind, at, 1)) - nothing);
      const count = repetitions(once, 10);
      times.push(count === 1 ? once : Math.max(0, (await used(kind, at, count)) - nothing) / count);
    }
    return median(times);
  };
  const single = await cpu("single", setup.pairs.length);
  const range = await cpu("range", setup.ranges);
  const memory = await page.evaluate(() => window.memory());
  await page.close();
  return { ...start, single, range, memory };
}

const starts = [];
for (let at = 0; at < setup.starts; at += 1) starts.push(await measure("ours", "ready"));
const found = { starts, ours: await measure("ours"), minotor: await measure("minotor") };
await browser.close();
server.close();
console.log(JSON.stringify(found));
