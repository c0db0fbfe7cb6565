// minotor's files for one feed and one day: `node prepare-minotor.mjs PEER FEED.zip YYYY-MM-DD OUT`.
// They are written to OUT.timetable and OUT.stops; what it cost goes to OUT.json.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [peer, feed, day, out] = process.argv.slice(2);
const { GtfsParser } = await import(pathToFileURL(join(peer, "node_modules/minotor/dist/parser.esm.js")));

// It warns of every stop time without a pickup_type, millions of times.
console.warn = console.info = () => {};

const started = performance.now();
// Noon, so that no time zone makes it another day.
const { timetable, stopsIndex } = await new GtfsParser(feed).parse(new Date(`${day}T12:00:00`));
const seconds = (performance.now() - started) / 1000;
writeFileSync(`${out}.timetable`, timetable.serialize());
writeFileSync(`${out}.stops`, stopsIndex.serialize());
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
writeFileSync(`${out}.json`, JSON.stringify({ seconds, megabytes }));
