import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');

/** What a server is made of; a story about an update names another build. */
export interface Build {
  /** The backend's program. */
  program?: string;
  /** The folder of the built app. */
  dist?: string;
}

/** An office of the city's package, as far as stories change it. */
export interface Office {
  id: number;
  startInDays: number;
  scope: Record<string, unknown>;
}

/** How a server differs from the demo city's. */
export interface Difference extends Build {
  /** Changes the city's offices, in a copy of its package. */
  offices?: (office: Office) => void;
  /** A service that is switched off, with the reason and what to use instead, in a copy of its package. */
  off?: { slug: string; reason: string; link: string };
  /** What the city asks, in a copy of its package. */
  asks?: Asked[];
  /** Whether it has a drawing for its map questions (`city-drawing.json`); it has, if it asks. */
  drawing?: boolean;
  /** Where departures come from; without it the demo's invented network. */
  transit?: Transit;
}

/** Something that the city asks: an item as its author writes it, and its form. */
export interface Asked {
  item: Record<string, unknown> & { id: string; version: string };
  form: string;
}

/** The fields of `[city.transit]`, as `stadtkern.example.toml` explains them. */
export interface Transit {
  /** Path or address of a GTFS zip, or `demo`. */
  gtfs?: string;
  /** Addresses of GTFS-Realtime feeds. */
  realtime?: string[];
  /** A journey planner; one on this machine needs no contact. */
  motis?: string;
  motis_tag?: string;
  searches_per_minute?: number;
}

/** The real backend on a port and a data folder of its own. */
export class Server {
  readonly url: string;
  readonly data: string;
  readonly #port: number;
  #build: Required<Build>;
  #process: ChildProcess | undefined;
  #log = '';

  private constructor(port: number, data: string, build: Build) {
    this.#port = port;
    this.url = `http://localhost:${port}`;
    this.data = data;
    this.#build = {
      program: build.program ?? process.env['STADTKERN_BACKEND'] ?? join(root, 'target/native/stadtkern-backend'),
      dist: build.dist ?? process.env['STADTKERN_DIST'] ?? join(root, 'dist')
    };
  }

  /** A new server that has never seen anybody. */
  static async fresh({ offices, off, asks, drawing = true, transit, ...build }: Difference = {}): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'stadtkern-'));
    let city = join(root, 'cities/musterstadt');
    if (offices || off || asks) {
      city = join(data, 'musterstadt');
      await cp(join(root, 'cities/musterstadt'), city, { recursive: true });
    }
    if (asks) await ask(city, asks);
    if (off) await change(join(city, 'city.json'), (all) => ({
      ...all, modules: (all['modules'] as { slug: string }[]).map((module) => module.slug === off.slug ? { ...off, on: false, reason: { de: off.reason } } : module)
    }));
    const map = join(city, 'participation/map.json');
    if (asks && drawing) await cp(join(import.meta.dirname, 'city-drawing.json'), map);
    else if (asks) await rm(map, { force: true });
    if (offices) {
      const file = join(city, 'backend/appointments.json');
      const all = JSON.parse(await readFile(file, 'utf8')) as { offices: Office[] };
      all.offices.forEach(offices);
      await writeFile(file, JSON.stringify(all));
    }
    // As many people as stories come from one address.
    await writeFile(join(data, 'stadtkern.toml'), [
      'requests_per_minute = 100000',
      '[[city]]',
      `package = ${JSON.stringify(city)}`,
      'hosts = ["localhost", "127.0.0.1"]',
      ...(transit ? ['[city.transit]', ...fields(transit)] : [])
    ].join('\n'));
    const server = new Server(await freePort(), data, build);
    await server.start();
    return server;
  }

  /** Asks other things from its next start on; for a server that asks. */
  async asks(asks: Asked[]): Promise<void> {
    await ask(join(this.data, 'musterstadt'), asks);
  }

  /** Starts it on the same port with the same data; `build` from now on when it is given. */
  async start(build: Build = {}): Promise<void> {
    if (this.#process) throw new Error('the server runs already');
    this.#build = { ...this.#build, ...build };
    const { program, dist } = this.#build;
    const config = join(this.data, 'stadtkern.toml');
    const child = spawn(program, ['--config', config, '--listen', `127.0.0.1:${this.#port}`, '--dist', dist, '--data', this.data], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe']
    });
    this.#process = child;
    const keep = (text: Buffer) => { this.#log += text.toString(); };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => { this.#log += String(error); });
    // A busy machine takes its time.
    for (const end = Date.now() + 60_000; Date.now() < end;) {
      if (child.exitCode !== null || child.pid === undefined) break;
      if (await answers(`${this.url}/health/ready`)) return;
      await sleep(50);
    }
    await this.kill();
    throw new Error(`the backend did not get ready:\n${this.#log}`);
  }

  /** Asks it to end, and waits: what a deployment does. */
  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** Ends it at once: what a power cut does. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Lets it hear everything and answer nothing, until `thaw`: what an overloaded machine does. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  /** Lets it go on. */
  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  /** Stops it for good and removes its data. */
  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.data, { recursive: true, force: true });
  }

  /** Everything it has printed so far. */
  get log(): string {
    return this.#log;
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }
}

/** Changes a file of a package. */
async function change(file: string, how: (all: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  await writeFile(file, JSON.stringify(how(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)));
}

/** Gives a package these surveys and no others. */
async function ask(city: string, asks: Asked[]): Promise<void> {
  const folder = join(city, 'participation');
  await Promise.all(['items.json', 'forms'].map((own) => rm(join(folder, own), { recursive: true, force: true })));
  await mkdir(folder, { recursive: true });
  for (const { item, form } of asks) {
    await mkdir(join(folder, 'forms', item.id), { recursive: true });
    await writeFile(join(folder, 'forms', item.id, `${item.version}.xml`), form);
  }
  await writeFile(join(folder, 'items.json'), JSON.stringify({ items: asks.map(({ item }) => item) }));
}

/** Fields as TOML writes them; for texts, numbers and lists of texts that is how JSON does. */
function fields(table: object): string[] {
  return Object.entries(table).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.on('error', failed);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address && typeof address === 'object') found(address.port);
        else failed(new Error('no free port'));
      });
    });
  });
}
