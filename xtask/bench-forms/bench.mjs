// `cargo xtask bench forms`: a large survey in our engine (wasm) and in the reference, one after the other in Node.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { brotliCompressSync, constants } from "node:zlib";
import { survey } from "./survey.mjs";

const AIM = 10;
const [path] = process.argv.slice(2);
const settings = JSON.parse(readFileSync(path, "utf8"));
const script = new URL("engine.mjs", import.meta.url).pathname;
const run = (name) => {
  const env = { ...process.env, NODE_PATH: settings.packages, TZ: "UTC" };
  const text = execFileSync("node", ["--expose-gc", script, path, name], { env, encoding: "utf8", maxBuffer: 1 << 26 });
  return JSON.parse(text.trim().split("\n").at(-1));
};

/** The wasm without what only the app's splitter reads (custom sections). */
function withoutNotes(wasm) {
  const number = (at) => {
    let [value, shift, byte] = [0, 0, 0];
    do {
      byte = wasm[at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    return [value, at];
  };
  const kept = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const [length, body] = number(at + 1);
    if (wasm[at] !== 0) kept.push(wasm.subarray(at, body + length));
    at = body + length;
  }
  return Buffer.concat(kept);
}

const { xml, answers, dependencies } = survey();
console.log(`a survey of 500 questions (${answers.length} answered), ${dependencies} dependencies, ${xml.length} bytes of XML`);
const ours = run("ours");
const theirs = run("reference");
const ms = (value) => `${value < 1 ? value.toFixed(4) : value.toFixed(1)} ms`;
const mb = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
const row = (what, a, b, show) => {
  console.log(`${what.padEnd(34)} ${show(a).padStart(12)} ${show(b).padStart(12)} ${`${(b / a).toFixed(1)}x`.padStart(9)}`);
  return b / a;
};
console.log(`${"".padEnd(34)} ${"ours (wasm)".padStart(12)} ${"reference".padStart(12)} ${"ratio".padStart(9)}`);
row("load, first time", ours.first, theirs.first, ms);
const load = row("load, median", ours.load, theirs.load, ms);
const bare = row("load without jsdom's parser", ours.load, theirs.load - theirs.parsing, ms);
const stroke = row("one keystroke, median", ours.stroke, theirs.stroke, ms);
row("one keystroke, 95 %", ours.slow, theirs.slow, ms);
row("a letter nothing depends on", ours.letter, theirs.letter, ms);
row("memory for one open survey", ours.memory, theirs.memory, mb);
row("memory in all (wasm, heap)", ours.total, theirs.total, mb);
const wasm = withoutNotes(readFileSync(settings.wasm));
const brotli = brotliCompressSync(wasm, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
console.log(`our engine alone, with allocator and standard library: ${wasm.length} bytes of wasm, ${brotli.length} with Brotli`);

// With Brotli, in bytes. It may only go down.
const WEIGHT = 93_000;

let missed = false;
const must = (truth, text) => {
  if (truth) return;
  missed = true;
  console.log(`MISSED: ${text}`);
};
must(ours.answer === theirs.answer, "both come to the same answer");
must(bare >= AIM && load >= AIM, `loading ${AIM} times faster`);
must(stroke >= AIM, `a keystroke ${AIM} times faster`);
must(brotli.length <= WEIGHT, `at most ${WEIGHT} bytes with Brotli`);
process.exitCode = missed ? 1 : 0;
