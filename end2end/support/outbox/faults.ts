/** What a network and a proxy may do to a request on its way to the backend and back. */
export type Fault =
  /** The backend's own answer, whole. */
  | 'none'
  /** The connection goes before a byte of the body is read. */
  | 'cut before'
  /** … in the middle of the body; the backend gets the beginning. */
  | 'cut during'
  /** … when the body is whole and the backend has nothing of it. */
  | 'cut after'
  /** … when the backend has it and nobody was told. */
  | 'cut before the answer'
  /** … in the middle of the receipt. */
  | 'cut in the answer'
  /** A captive portal's page, with the status that it likes. */
  | 'portal 200' | 'portal 201' | 'portal redirect'
  /** Something on the way says yes and has nothing. */
  | 'empty 200' | 'empty 204'
  | 'broken 500' | 'stored, then 500' | 'overloaded 503'
  | 'busy 429 in seconds' | 'busy 429 as a date' | 'locked 423'
  /** A mistake on the way: it may be asked again. */
  | 'conflict 409' | 'closed 410'
  /** Longer than usual, within the client's patience. */
  | 'slow'
  /** No answer until the client gives up, with or without storing. */
  | 'silent' | 'stored, then silent';

/** How often each happens, in parts of all. */
const weights: Record<Fault, number> = {
  'none': 40,
  'cut before': 5, 'cut during': 6, 'cut after': 5, 'cut before the answer': 8, 'cut in the answer': 5,
  'portal 200': 4, 'portal 201': 3, 'portal redirect': 2, 'empty 200': 2, 'empty 204': 2,
  'broken 500': 4, 'stored, then 500': 4, 'overloaded 503': 2,
  'busy 429 in seconds': 2, 'busy 429 as a date': 2, 'locked 423': 2,
  'conflict 409': 2, 'closed 410': 2,
  'slow': 4,
  'silent': 1, 'stored, then silent': 1
};

/** Every kind, for the figures. */
export const faults = Object.keys(weights) as Fault[];

/** Faults that each cost the client its whole patience: a few are enough. */
const longest = new Set<Fault>(['silent', 'stored, then silent']);
const longestEach = 1;

/** Chance that can be repeated: the same seed, the same faults (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Chooses what happens to each request. */
export class Fate {
  readonly counts = new Map<Fault, number>();
  readonly #random: () => number;
  /** Each kind once, before chance decides. */
  readonly #first: Fault[];

  constructor(random: () => number) {
    this.#random = random;
    const order = faults.map((fault) => ({ fault, at: random() }));
    this.#first = order.sort((one, other) => one.at - other.at).map(({ fault }) => fault);
  }

  next(): Fault {
    const chosen = this.#first.pop() ?? this.#byChance();
    this.counts.set(chosen, (this.counts.get(chosen) ?? 0) + 1);
    return chosen;
  }

  #byChance(): Fault {
    const possible = faults.filter((fault) => !longest.has(fault) || (this.counts.get(fault) ?? 0) < longestEach);
    let left = this.#random() * possible.reduce((sum, fault) => sum + weights[fault], 0);
    return possible.find((fault) => (left -= weights[fault]) < 0) ?? 'none';
  }
}
