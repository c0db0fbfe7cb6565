import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Item } from './answers.ts';
import type { Backend, Reply } from './backend.ts';
import { Fate, type Fault } from './faults.ts';
import { Laws } from './laws.ts';
import { clock, now, page, start } from './tab.ts';

const tab = process.env['STADTKERN_OUTBOX_TAB'] ?? resolve(import.meta.dirname, '../../../target/outbox-tab');

/** A message on its way. */
interface Message {
  id: string;
  url: string;
  headers: Record<string, string>;
  bytes: Buffer;
}

/**
 * Stands before the real backend and breaks every other request. It passes on what came, byte for byte, and what the
 * backend says; of itself it stores nothing and refuses nothing for good. It also serves the page of a tab with the outbox.
 */
export class FaultyProxy {
  readonly backend: Backend;
  readonly laws = new Laws();
  /** Requests so far. */
  requests = 0;
  /** Answers that the backend recognised (202), and those of them whose first 201 died with it. */
  repeated = 0;
  rescued = 0;
  /** Answers of the backend that it recognised although the survey was over. */
  recognisedAfterTheEnd = 0;
  /** Requests that met a dead backend. */
  unanswered = 0;
  /** From now on nothing breaks. */
  calm = false;
  /** Whatever the backend says about this survey gets lost on the way. */
  losesReceiptsOf: Item | undefined;
  /** The survey that ends has ended. */
  ended = false;
  readonly #http: HttpServer;
  readonly #fate: Fate;
  readonly #random: () => number;
  /** Where the answers belong of which the backend has said 201 or 202, and those of which it was passed on. */
  readonly #known = new Map<string, string>();
  readonly #told = new Set<string>();
  #away = false;

  private constructor(backend: Backend, fate: Fate, random: () => number) {
    this.backend = backend;
    this.#fate = fate;
    this.#random = random;
    this.#http = createServer({ keepAlive: false }, (request, response) => { void this.#answer(request, response); });
    this.#http.on('connection', (socket) => {
      socket.on('error', () => {});
      if (this.#away) socket.destroy();
    });
  }

  static async start(backend: Backend, fate: Fate, random: () => number): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(backend, fate, random);
    await new Promise<void>((ready) => { proxy.#http.listen(0, '127.0.0.1', ready); });
    return proxy;
  }

  get url(): string {
    return `http://localhost:${(this.#http.address() as AddressInfo).port}`;
  }

  /** How often each fault happened. */
  get faults(): ReadonlyMap<Fault, number> {
    return this.#fate.counts;
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
    if (request.method === 'POST') {
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
    this.laws.comes(request, response);
    const fault = this.#fault(request.url ?? '');
    const id = /^uuid:([\da-f-]{36})$/.exec(String(request.headers['idempotency-key']))?.[1];
    if (!id) {
      this.laws.broken.push(`a request without an id: ${String(request.headers['idempotency-key'])}`);
      response.writeHead(400).end();
      return;
    }
    this.laws.waited(id);
    if (fault === 'cut before') {
      request.socket.destroy();
      return;
    }
    const headers = Object.fromEntries(Object.entries(request.headers)
      .filter(([name]) => name !== 'connection' && name !== 'content-length')
      .map(([name, value]) => [name, String(value)]));
    const url = request.url ?? '/';
    const bytes = await this.#body(request, id, (beginning) => {
      if (fault !== 'cut during') return true;
      this.backend.begin(url, headers, Number(request.headers['content-length']), beginning);
      return false;
    });
    if (!bytes) return;
    this.laws.whole(id, bytes);
    await this.#break(fault, { id, url, headers, bytes }, request, response);
  }

  #fault(url: string): Fault {
    if (this.calm) return 'none';
    return this.losesReceiptsOf && belongs(url, this.losesReceiptsOf) ? 'cut before the answer' : this.#fate.next();
  }

  /** How many answers to a survey the backend has stored of which no tab can know. */
  untold(item: Item): number {
    return [...this.#known].filter(([id, url]) => belongs(url, item) && !this.#told.has(id)).length;
  }

  /** The whole body; nothing when it was cut, by `goesOn` or by the other side. Every beginning is kept. */
  async #body(request: IncomingMessage, id: string, goesOn: (beginning: Buffer) => boolean): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    try {
      for await (const part of request) {
        parts.push(part as Buffer);
        const half = (part as Buffer).subarray(0, Math.ceil((part as Buffer).length / 2));
        if (!goesOn(half)) {
          this.laws.beginning(id, Buffer.concat(parts));
          request.socket.destroy();
          return undefined;
        }
      }
    } catch {
      // A tab was closed, or has no patience.
      this.laws.beginning(id, Buffer.concat(parts));
      return undefined;
    }
    return Buffer.concat(parts);
  }

  /** What the backend says to the whole message; its receipts are counted. */
  async #pass({ id, url, headers, bytes }: Message): Promise<Reply | undefined> {
    const reply = await this.backend.post(url, headers, bytes);
    if (!reply) this.unanswered += 1;
    if (reply?.status === 202) {
      this.repeated += 1;
      if (!this.#known.has(id)) this.rescued += 1;
      if (this.ended && belongs(url, 'ends')) this.recognisedAfterTheEnd += 1;
    }
    if (reply?.status === 201 && this.#known.has(id)) this.laws.broken.push(`${id} was new to the backend twice`);
    if (reply?.status === 201 || reply?.status === 202) this.#known.set(id, url);
    return reply;
  }

  async #break(fault: Fault, message: Message, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { id } = message;
    const gone = new Promise((over) => { request.socket.once('close', over); });
    const say = async (status: number, headers: Record<string, string>, body: string | Buffer = '') => {
      await this.laws.alive(request);
      response.writeHead(status, headers).end(body);
    };
    const plain = (status: number, headers: Record<string, string> = {}) => say(status, { 'content-type': 'text/plain', ...headers });
    const html = (status: number, words: string) => say(status, { 'content-type': 'text/html; charset=utf-8' }, `<!doctype html><title>${words}</title><p>${words}`);
    /** The backend's own words, or what a proxy does without any. */
    const finish = async () => {
      const reply = await this.#pass(message);
      if (reply) {
        this.#told.add(id);
        return say(reply.status, reply.headers, reply.body);
      }
      if (this.#random() < 0.5) return html(502, 'Bad Gateway');
      request.socket.destroy();
    };
    switch (fault) {
      case 'none': return finish();
      case 'slow':
        await sleep(400);
        return finish();
      case 'cut after': request.socket.destroy(); return;
      case 'cut before the answer':
        await this.#pass(message);
        request.socket.destroy();
        return;
      case 'cut in the answer': {
        const reply = await this.#pass(message);
        if (!reply) return html(502, 'Bad Gateway');
        await this.laws.alive(request);
        response.writeHead(reply.status, { ...reply.headers, 'content-length': String(reply.body.length) });
        response.write(reply.body.subarray(0, -5), () => { setTimeout(() => request.socket.destroy(), 10); });
        return;
      }
      case 'portal 200': return html(200, 'Please sign in');
      case 'portal 201': return html(201, 'Please sign in');
      case 'portal redirect': return plain(302, { location: '/' });
      case 'empty 200': return plain(200);
      case 'empty 204': return plain(204);
      case 'broken 500': return plain(500);
      case 'stored, then 500':
        await this.#pass(message);
        return plain(500);
      case 'overloaded 503': return plain(503);
      case 'busy 429 in seconds':
      case 'busy 429 as a date': {
        const until = now() + 20_000;
        this.laws.peace(id, until);
        return plain(429, { 'retry-after': fault === 'busy 429 in seconds' ? '20' : new Date(until).toUTCString() });
      }
      case 'locked 423': return plain(423);
      case 'conflict 409': return plain(409);
      case 'closed 410': return plain(410);
      case 'stored, then silent':
        await this.#pass(message);
        await gone;
        return;
      case 'silent': await gone; return;
      case 'cut before': case 'cut during': request.socket.destroy(); return;
    }
  }
}

function belongs(url: string, item: Item): boolean {
  return url.includes(`/items/${item}/`);
}
