import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fate, type Fault } from './faults.ts';
import { clock, factor, now, page, start } from './tab.ts';

const tab = process.env['STADTKERN_OUTBOX_TAB'] ?? resolve(import.meta.dirname, '../../../target/outbox-tab');

/** The address to which entries are sent. */
export const address = '/api/answers';

/** What a submission is, read from its bytes: `answer <number>` in the first line. */
export function numberOf(bytes: Buffer): number | undefined {
  const [, number] = /^answer (\d+)\n/.exec(bytes.subarray(0, 40).toString('latin1')) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** What the server will never take, whatever happens: 410 and 422. */
export function refusal(number: number): 410 | 422 | undefined {
  if (number % 37 === 0) return 410;
  return number % 41 === 0 ? 422 : undefined;
}

export function sum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What the server keeps of a submission. */
interface Stored {
  number: number;
  receipt: string;
}

/**
 * A real server on a real port that breaks every other request, keeps a record of what it has and of what it saw, and
 * serves the page of a tab with the outbox.
 */
export class FaultyServer {
  /** By the client's id. */
  readonly stored = new Map<string, Stored>();
  /** Laws that were broken, in words. */
  readonly broken: string[] = [];
  /** Requests so far. */
  requests = 0;
  /** Requests with an id that was already there: answered 202. */
  repeated = 0;
  /** From now on nothing breaks. */
  calm = false;
  readonly #http: HttpServer;
  readonly #fate: Fate;
  /** The sum of the whole bytes that came under an id, and the beginnings that came when the connection was cut. */
  readonly #seen = new Map<string, { whole?: Buffer; beginnings: Buffer[] }>();
  readonly #under = new Map<number, string>();
  readonly #running = new Set<IncomingMessage>();
  /** Until when the server asked to be left in peace, by id. */
  readonly #peace = new Map<string, number>();
  #away = false;

  private constructor(fate: Fate) {
    this.#fate = fate;
    this.#http = createServer({ keepAlive: false }, (request, response) => { void this.#answer(request, response); });
    this.#http.on('connection', (socket) => {
      socket.on('error', () => {});
      if (this.#away) socket.destroy();
    });
  }

  static async start(fate: Fate): Promise<FaultyServer> {
    const server = new FaultyServer(fate);
    await new Promise<void>((ready) => { server.#http.listen(0, '127.0.0.1', ready); });
    return server;
  }

  get url(): string {
    return `http://localhost:${(this.#http.address() as AddressInfo).port}`;
  }

  /** How often each fault happened. */
  get faults(): ReadonlyMap<Fault, number> {
    return this.#fate.counts;
  }

  /** Whether a request is on its way just now. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** Refuses every connection for a while: the network is away. */
  async away(milliseconds: number): Promise<void> {
    this.#away = true;
    this.#http.closeAllConnections();
    await sleep(milliseconds);
    this.#away = false;
  }

  async stop(): Promise<void> {
    this.#http.closeAllConnections();
    await new Promise((done) => { this.#http.close(done); });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => {});
    // A browser quietly repeats what it lost on a connection that it used before; here every loss shall be seen.
    response.shouldKeepAlive = false;
    if (request.method === 'POST' && request.url === address) {
      await this.#receive(request, response);
      return;
    }
    const give = (kind: string, body: string | Buffer) => {
      response.writeHead(200, { 'content-type': kind, 'cache-control': 'no-store' }).end(body);
    };
    switch (request.url) {
      case '/': give('text/html; charset=utf-8', page); break;
      case '/clock.js': give('text/javascript', clock); break;
      case '/start.js': give('text/javascript', start); break;
      case '/outbox_tab.js': give('text/javascript', await readFile(join(tab, 'outbox_tab.js'))); break;
      case '/outbox_tab_bg.wasm': give('application/wasm', await readFile(join(tab, 'outbox_tab_bg.wasm'))); break;
      default: response.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
    }
  }

  async #receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    this.#watch(request, response);
    const fault = this.calm ? 'none' : this.#fate.next();
    const id = /^uuid:([\da-f-]{36})$/.exec(String(request.headers['idempotency-key']))?.[1];
    if (!id) {
      this.broken.push(`a request without an id: ${String(request.headers['idempotency-key'])}`);
      response.writeHead(400).end();
      return;
    }
    // Two seconds for clocks that count whole ones.
    if (now() < (this.#peace.get(id) ?? 0) - 2_000) this.broken.push(`${id} did not wait as it was asked to`);
    if (fault === 'cut before') {
      request.socket.destroy();
      return;
    }
    const bytes = await this.#body(request, id, fault === 'cut during');
    if (!bytes) return;
    const number = this.#whole(id, bytes);
    if (number === undefined) {
      response.writeHead(422).end();
      return;
    }
    await this.#break(fault, { id, number }, request, response);
  }

  /** The whole body; nothing when it was cut. Every beginning is kept: it has to fit what comes later. */
  async #body(request: IncomingMessage, id: string, cut: boolean): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    const beginning = () => { this.#of(id).beginnings.push(Buffer.concat(parts)); };
    try {
      for await (const part of request) {
        parts.push(part as Buffer);
        if (cut) {
          beginning();
          request.socket.destroy();
          return undefined;
        }
      }
    } catch {
      // The other side is gone: a tab was closed, or has no patience.
      beginning();
      return undefined;
    }
    if (cut) {
      request.socket.destroy();
      return undefined;
    }
    return Buffer.concat(parts);
  }

  #of(id: string) {
    const seen = this.#seen.get(id) ?? { beginnings: [] };
    this.#seen.set(id, seen);
    return seen;
  }

  /** The laws about bytes: one id, one content; one content, one id. */
  #whole(id: string, bytes: Buffer): number | undefined {
    const seen = this.#of(id);
    if (seen.whole && !seen.whole.equals(bytes)) this.broken.push(`${id} came with other bytes`);
    seen.whole ??= bytes;
    const number = numberOf(bytes);
    if (number === undefined) {
      this.broken.push(`${id} came with bytes that nobody wrote`);
      return undefined;
    }
    const other = this.#under.get(number);
    if (other && other !== id) this.broken.push(`answer ${number} came under ${other} and ${id}`);
    this.#under.set(number, id);
    return number;
  }

  /** What came under an id as a whole, and whether everything that was cut is a beginning of it. */
  came(id: string): { whole: Buffer | undefined; fits: boolean } {
    const { whole, beginnings } = this.#of(id);
    return { whole, fits: !whole || beginnings.every((part) => whole.subarray(0, part.length).equals(part)) };
  }

  async #break(fault: Fault, { id, number }: { id: string; number: number }, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const plain = (status: number, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end();
    };
    const portal = (status: number) => {
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end('<!doctype html><title>Hotel</title><p>Please sign in');
    };
    const gone = new Promise((over) => { request.socket.once('close', over); });
    switch (fault) {
      case 'none': return this.#finish(id, number, response);
      case 'slow':
        await sleep(400);
        return this.#finish(id, number, response);
      case 'cut after': request.socket.destroy(); return;
      case 'cut before the answer':
        this.#store(id, number);
        request.socket.destroy();
        return;
      case 'cut in the answer': {
        const receipt = JSON.stringify({ receipt: this.#store(id, number)?.receipt, thanks: 'for your answer' });
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': String(receipt.length) });
        response.write(receipt.slice(0, -5), () => { setTimeout(() => request.socket.destroy(), 10); });
        return;
      }
      case 'portal 200': portal(200); return;
      case 'portal 201': portal(201); return;
      case 'portal redirect': plain(302, { location: '/' }); return;
      case 'empty 200': plain(200); return;
      case 'empty 204': response.writeHead(204).end(); return;
      case 'broken 500': plain(500); return;
      case 'stored, then 500':
        this.#store(id, number);
        plain(500);
        return;
      case 'overloaded 503': plain(503); return;
      case 'busy 429 in seconds':
      case 'busy 429 as a date': {
        const until = now() + 20_000;
        this.#peace.set(id, until);
        plain(429, { 'retry-after': fault === 'busy 429 in seconds' ? '20' : new Date(until).toUTCString() });
        return;
      }
      case 'locked 423': plain(423); return;
      case 'conflict 409': plain(409); return;
      case 'closed 410': plain(410); return;
      case 'stored, then silent':
        this.#store(id, number);
        await gone;
        return;
      case 'silent': await gone; return;
    }
  }

  #store(id: string, number: number): Stored | undefined {
    if (refusal(number)) return undefined;
    const stored = this.stored.get(id) ?? { number, receipt: `R-${this.stored.size + 1}` };
    this.stored.set(id, stored);
    return stored;
  }

  #finish(id: string, number: number, response: ServerResponse): void {
    const refused = refusal(number);
    if (refused) {
      response.writeHead(refused, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    const known = this.stored.has(id);
    if (known) this.repeated += 1;
    const receipt = this.#store(id, number)?.receipt;
    response.writeHead(known ? 202 : 201, { 'content-type': 'application/json' }).end(JSON.stringify({ receipt }));
  }

  /** The law about senders: never two at once. A connection that was given up takes a moment to close. */
  #watch(request: IncomingMessage, response: ServerResponse): void {
    const before = [...this.#running];
    this.#running.add(request);
    const over = () => { this.#running.delete(request); };
    response.once('finish', over);
    request.socket.once('close', over);
    setTimeout(() => {
      if (before.some((other) => this.#running.has(other))) this.broken.push('two requests at once');
    }, 20_000 / factor).unref();
  }
}
