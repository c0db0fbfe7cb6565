/** How much faster the clock runs: five minutes of waiting take five seconds. */
export const factor = 60;
const zero = Date.now();

/** The time in this world, in milliseconds since the epoch: the tabs' and the server's. */
export function now(): number {
  return zero + (Date.now() - zero) * factor;
}

/** The page of a tab. */
export const page = `<!doctype html><html lang="en"><title>A tab with an outbox</title>
<script src="/clock.js"></script><script type="module" src="/start.js"></script>`;

/** The clock of a tab, before anything reads it. */
export const clock = `const real = Date.now.bind(Date);
Date.now = () => ${zero} + (real() - ${zero}) * ${factor};`;

/** After so many milliseconds the app gives up that the database opens: the browser's time, not the server's. */
const opening = 4_000;

/** Starts the outbox of a tab with shortened waits. */
export const start = `import start from '/outbox_tab.js';
await start();
const wait = globalThis.setTimeout.bind(globalThis);
globalThis.setTimeout = (callback, milliseconds = 0, ...given) => wait(callback, milliseconds === ${opening} ? milliseconds : milliseconds / ${factor}, ...given);
await outbox.entries();
outbox.start();
globalThis.started = true;`;

/** An entry as it is stored, as far as the story looks at it. */
export interface Entry {
  id: string;
  size: number;
  state: { kind: string; reason?: string; status?: number; receipt?: string | null; tries?: number };
}

declare global {
  interface Window {
    started?: boolean;
    outbox: {
      enqueueAs(id: string, url: string, type: string, bytes: Uint8Array): Promise<string>;
      entries(): Promise<string[]>;
      body(id: string): Promise<Uint8Array | null>;
      retry(id: string): Promise<void>;
      delete(id: string): Promise<void>;
      health(): Promise<string>;
    };
  }
}
