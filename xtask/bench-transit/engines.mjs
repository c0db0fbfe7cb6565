// Both routers behind the same few functions, for Node and for the browser.
//
// An engine answers `single(pair)` with the seconds of the service day at which one arrives (0 for never),
// `range(pair)` with the number of journeys within two hours and `answer(pair)` with what is compared; all begin at
// eight o'clock with at most five changes.

const EIGHT = 8 * 3600;
const WINDOW = 7200;

/** Ours: `module` is what wasm-bindgen made, `wasm` its bytes, `file` the packed timetable. */
export async function ours({ module, wasm, file, walk, day }) {
  const begun = performance.now();
  const exports = await module.default({ module_or_path: wasm });
  const instantiated = performance.now();
  const planner = module.Measured.open(file, walk);
  if (!planner) throw new Error("the packed timetable cannot be opened");
  const opened = performance.now();
  const date = Math.round(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
  const start = planner.moment(date, 0);
  const eight = planner.moment(date, EIGHT);
  const stop = (id) => planner.stop(id);
  const single = ([from, to]) => {
    const arrival = planner.single(from, to, eight);
    return arrival === 0 ? 0 : arrival - start;
  };
  return {
    instantiate: instantiated - begun,
    open: opened - instantiated,
    pair: ([from, to]) => [stop(from), stop(to)],
    single,
    range: ([from, to]) => planner.range(from, to, eight),
    answer: (pair) => ({ arrival: single(pair) }),
    memory: () => exports.memory.buffer.byteLength,
  };
}

/** minotor 1.0.7. It has no range query: it is asked again from the second after the last departure. */
export async function minotor({ minotor, timetable, stops }) {
  const { Timetable, StopsIndex, Router, Query, Time } = minotor;
  const begun = performance.now();
  const table = Timetable.fromData(timetable);
  const index = StopsIndex.fromData(stops);
  const router = new Router(table, index);
  const opened = performance.now();
  const ask = ([from, to], seconds) =>
    router.route(
      new Query.Builder().from(from).to(to).departureTime(Time.fromSeconds(seconds)).maxTransfers(5).build(),
    );
  const arrival = ([, to], found) => found.arrivalAt(to)?.time.toSeconds() ?? 0;
  return {
    instantiate: 0,
    open: opened - begun,
    pair: (pair) => pair,
    single: (pair) => arrival(pair, ask(pair, EIGHT)),
    range(pair) {
      let [seconds, count] = [EIGHT, 0];
      while (seconds <= EIGHT + WINDOW) {
        const best = ask(pair, seconds).bestRoute();
        if (!best) break;
        let departs;
        try {
          departs = best.departureTime().toSeconds();
        } catch {
          break; // walking only: there is no departure
        }
        count += 1;
        seconds = Math.max(seconds, departs) + 1;
      }
      return count;
    },
    answer(pair) {
      const found = ask(pair, EIGHT);
      const legs = found.bestRoute()?.legs ?? [];
      const joined = legs.slice(1).map((leg, at) => [legs[at], leg]);
      return {
        arrival: arrival(pair, found),
        // It walks from stop to stop to stop, further than its footpaths reach.
        walksTwice: joined.some(([one, other]) => !one.route && !other.route),
        // Where it changes on the spot, and how much time that leaves.
        changes: joined
          .filter(([one, other]) => one.route && other.route)
          .map(([one, other]) => [other.from.id, other.departureTime.toSeconds() - one.arrivalTime.toSeconds()]),
      };
    },
    memory: () => 0,
  };
}

/** Lets the machine get to know the code: a range is dozens of questions for minotor. */
export function warm(engine, pairs) {
  for (const pair of pairs.slice(0, 40)) engine.single(pair);
  for (const pair of pairs.slice(0, 5)) engine.range(pair);
}

/** How often a question is asked so that the clock can tell its time. */
export function repetitions(milliseconds, least) {
  return Math.min(200, Math.max(1, Math.ceil(least / Math.max(milliseconds, 0.001))));
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
