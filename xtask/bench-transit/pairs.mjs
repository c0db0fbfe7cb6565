// Random pairs of stops that are served on the day: `node pairs.mjs PEER MINOTOR COUNT`. The same every time.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [peer, files, count] = process.argv.slice(2);
const { Timetable } = await import(pathToFileURL(join(peer, "node_modules/minotor/dist/router.esm.js")));
const timetable = Timetable.fromData(readFileSync(`${files}.timetable`));
const stops = [...timetable.stopsAdjacency].filter(([, stop]) => stop.routes.length > 0).map(([id]) => id);
stops.sort();
let state = 20_261_014;
const below = (bound) => {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0; // ANSI C's example
  return (state >>> 8) % bound;
};
const pairs = [];
while (pairs.length < Number(count)) {
  const pair = [stops[below(stops.length)], stops[below(stops.length)]];
  if (pair[0] !== pair[1]) pairs.push(pair);
}
console.log(JSON.stringify({ stops: stops.length, pairs }));
