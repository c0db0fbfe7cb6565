// minotor's files for one feed and one day: `node prepare-minotor.mjs PEER FEED.zip YYYY-MM-DD OUT`.
// They are written to OUT.timetable and OUT.stops; what it cost goes to OUT.json.

import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [peer, feed, day, out] = process.argv.slice(2);
const require = createRequire(`${peer}/package.json`);
const { GtfsParser } = await import(pathToFileURL(require.resolve("minotor/parser").replace("cjs", "esm")));

// It warns of every stop time without a pickup_type, millions of times.
console.warn = () => {};

const started = performance.now();
// Noon, so that no time zone makes it another day.
const { timetable, stopsIndex } = await new GtfsParser(feed).parse(new Date(`${day}T12:00:00`));
const seconds = (performance.now() - started) / 1000;
writeFileSync(`${out}.timetable`, timetable.serialize());
writeFileSync(`${out}.stops`, stopsIndex.serialize());
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
writeFileSync(`${out}.json`, JSON.stringify({ seconds, megabytes }));
