// `cargo xtask bench transit` comes here when everything is built: prepares the feeds, lets both routers answer the
// same questions, prints what came out and whether the aims are met. `node bench.mjs SETTINGS.json`.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const settings = JSON.parse(readFileSync(process.argv[2], "utf8"));
const here = import.meta.dirname;

/** What has to be reached; the first version's promise. */
const AIMS = { faster: 10, readyMilliseconds: 20, megabytes: { city: 8, metropolis: 60 }, compileSeconds: 60, compileMegabytes: 2048 };

/** Fresh starts, of which the fastest counts: what else runs on the machine only ever makes them slower. */
const STARTS = 7;

/** Coordinates are kept to a metre, so walks differ by a second. */
const SAME = 2;

const CITIES = {
  kuopio: { title: "Kuopio, 2017-04-26", kind: "city", day: "2017-04-26", metres: 400, pairs: 300, ranges: 300 },
  "new-york": { title: "The whole of New York, 2026-10-14", kind: "metropolis", day: "2026-10-14", metres: 250, pairs: 100, ranges: 20 },
};

const say = (line) => console.log(line);
const run = (program, words, options = {}) =>
  execFileSync(program, words, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "inherit"], ...options });
const native = (...words) => JSON.parse(run(settings.native, words));
const node = (heap, script, ...words) => run(process.execPath, [`--max-old-space-size=${heap}`, join(here, script), ...words]);
const gzip = (path) => gzipSync(readFileSync(path), { level: 9 }).length;
const missed = [];

function aim(met, text) {
  say(`  ${met ? "met   " : "MISSED"} ${text}`);
  if (!met) missed.push(text);
}

function prepare(name, city) {
  const out = join(settings.folder, name);
  const feed = name === "kuopio" ? settings.kuopio : `${out}.zip`;
  if (!existsSync(feed)) {
    say("- New York is put together from npm: a minute");
    native("new-york", settings.newYork, feed);
  }
  say("- ours: reading and packing all days");
  const compiled = native("pack", feed, `${out}.packed`);
  const walks = `${out}-footpaths.zip`;
  if (!existsSync(walks)) native("footpaths", feed, String(city.metres), walks);
  if (!existsSync(`${out}-minotor.json`)) {
    say("- minotor: parsing one day; for New York that takes long");
    node(12_000, "prepare-minotor.mjs", settings.peer, walks, city.day, `${out}-minotor`);
  }
  const peer = JSON.parse(readFileSync(`${out}-minotor.json`, "utf8"));
  const { stops, pairs } = JSON.parse(node(8000, "pairs.mjs", settings.peer, `${out}-minotor`, String(city.pairs)));
  const setup = {
    module: settings.module,
    wasm: settings.wasm,
    peer: settings.peer,
    chromium: settings.chromium,
    playwright: settings.playwright,
    packed: `${out}.packed`,
    minotor: `${out}-minotor`,
    // Metres on the ground, as the packer counts them.
    walk: Math.ceil(city.metres * 1.3),
    day: city.day,
    ranges: city.ranges,
    starts: STARTS,
    pairs,
  };
  writeFileSync(`${out}.json`, JSON.stringify(setup));
  return { compiled, peer, stops, setup: `${out}.json`, minotor: `${out}-minotor` };
}

const milliseconds = (value) => `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ms`;
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

function fastest(starts) {
  return starts.reduce((one, other) => (one.open <= other.open ? one : other));
}

function speeds(where, city, ours, peer, starts) {
  say(`  ${where}`);
  for (const kind of ["single", "range"]) {
    const ratio = peer[kind] / ours[kind];
    const question = kind === "single" ? "a query at 08:00" : "a range of two hours";
    aim(
      ratio >= AIMS.faster,
      `${question}: ours ${milliseconds(ours[kind])}, minotor ${milliseconds(peer[kind])} of CPU time, ${ratio.toFixed(1)} times faster (aim ${AIMS.faster})`,
    );
  }
  const start = fastest(starts);
  const text = `ready after ${milliseconds(start.open)} (fastest of ${STARTS} fresh starts), the first answer ${milliseconds(start.first)} later; minotor ${milliseconds(peer.open)} and ${milliseconds(peer.first)}`;
  if (city.kind === "city") aim(start.open <= AIMS.readyMilliseconds, `${text} (aim ${AIMS.readyMilliseconds} ms)`);
  else say(`         ${text}`);
  const most = AIMS.megabytes[city.kind];
  aim(ours.memory <= most * 1e6, `wasm memory ${(ours.memory / 1e6).toFixed(1)} MB (aim ${most} MB)`);
}

/** Why minotor may be there earlier than anybody may be: it joins walks, and knows no time for changing on the spot. */
function reason({ walksTwice, changes }, onTheSpot) {
  if (walksTwice) return "walks";
  return changes.some(([stop, seconds]) => seconds < (onTheSpot[stop] ?? 0)) ? "hurry" : "none";
}

function agreement(ours, peer, onTheSpot) {
  const pairs = ours.answers.map(({ arrival }, at) => ({ ours: arrival, peer: peer.answers[at].arrival, why: reason(peer.answers[at], onTheSpot) }));
  const count = (wanted) => pairs.filter(wanted).length;
  const both = ({ ours, peer }) => ours > 0 && peer > 0;
  const later = (pair) => both(pair) && pair.ours > pair.peer + SAME;
  const earlier = (pair) => both(pair) && pair.ours < pair.peer - SAME;
  const lost = ({ ours, peer }) => ours === 0 && peer > 0;
  const because = (why) => count((pair) => (later(pair) || lost(pair)) && pair.why === why);
  aim(
    because("none") === 0,
    `${pairs.length} answers: the same arrival ${count((pair) => both(pair) && !later(pair) && !earlier(pair))}, ours earlier ${count(earlier)}, no journey for both ${count(({ ours, peer }) => ours === 0 && peer === 0)}, only ours ${count(({ ours, peer }) => ours > 0 && peer === 0)}, ours later ${count(later)} or none ${count(lost)}, of which ${because("walks")} because minotor joins walks and ${because("hurry")} because it changes quicker than the feed allows (aim: all)`,
  );
}

for (const name of settings.cities) {
  const city = CITIES[name];
  say(`\n${city.title}`);
  const { compiled, peer, stops, setup, minotor } = prepare(name, city);
  const { feed } = compiled;
  say(`  ${feed.stops} stops, ${feed.trips} trips, ${feed.stop_times} stop times; ${stops} stops served that day, ${city.pairs} random pairs`);
  say(
    `  compiling: ours all days ${compiled.seconds.toFixed(1)} s (reading ${compiled.read_seconds.toFixed(1)} s), ${compiled.peak_megabytes} MB at most; minotor one day ${peer.seconds.toFixed(0)} s, ${peer.megabytes} MB`,
  );
  if (city.kind === "metropolis") {
    aim(compiled.seconds < AIMS.compileSeconds, `compiled in under ${AIMS.compileSeconds} s`);
    aim(compiled.peak_megabytes < AIMS.compileMegabytes, `with under ${AIMS.compileMegabytes} MB`);
  }
  const theirs = ["timetable", "stops"].map((kind) => `${minotor}.${kind}`);
  const gzipped = theirs.reduce((sum, path) => sum + gzip(path), 0);
  aim(
    compiled.gzip_bytes <= gzipped,
    `after gzip -9: ours with all days ${kilobytes(compiled.gzip_bytes)} (raw ${kilobytes(compiled.bytes)}), minotor's one day ${kilobytes(gzipped)} (raw ${kilobytes(theirs.reduce((sum, path) => sum + readFileSync(path).length, 0))}, walks included)`,
  );
  const inNode = Object.fromEntries(["ours", "minotor"].map((engine) => [engine, JSON.parse(node(12_000, "in-node.mjs", setup, engine))]));
  const starts = Array.from({ length: STARTS }, () => JSON.parse(node(12_000, "in-node.mjs", setup, "ours", "ready")));
  speeds(`Node ${process.version}`, city, inNode.ours, inNode.minotor, starts);
  agreement(inNode.ours, inNode.minotor, compiled.on_the_spot);
  say(`         process at most: ours ${inNode.ours.megabytes.toFixed(0)} MB, minotor ${inNode.minotor.megabytes.toFixed(0)} MB`);
  if (settings.chromium) {
    const found = JSON.parse(node(4000, "in-chromium.mjs", setup));
    speeds("Chromium", city, found.ours, found.minotor, found.starts);
  }
}

say(missed.length === 0 ? "\nEvery aim is met." : `\n${missed.length} aims are missed:\n- ${missed.join("\n- ")}`);
process.exitCode = missed.length === 0 ? 0 : 1;
