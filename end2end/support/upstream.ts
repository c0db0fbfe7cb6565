import { createServer, type IncomingMessage, type Server as HttpServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What somebody else's server answers. */
export type Reply =
  /** A status with headers and a body; objects become JSON. */
  | { status?: number; headers?: Record<string, string>; body?: string | Uint8Array | object }
  /** Closes the connection without a word. */
  | 'reset'
  /** Keeps the connection and says nothing. */
  | 'silence';

/** A small real server that plays a feed or a journey planner: it answers each path as the story wants at the moment. */
export class Upstream {
  readonly url: string;
  readonly #server: HttpServer;
  readonly #open: Set<Socket>;
  readonly #replies = new Map<string, Reply>();
  readonly #asked: string[] = [];

  private constructor(server: HttpServer, open: Set<Socket>) {
    this.#server = server;
    this.#open = open;
    const { port } = server.address() as AddressInfo;
    this.url = `http://127.0.0.1:${port}`;
    server.on('request', (request: IncomingMessage, response: ServerResponse) => { this.#answer(request, response); });
  }

  /** It knows nothing yet: every path is 404. */
  static async start(): Promise<Upstream> {
    const server = createServer();
    const open = new Set<Socket>();
    server.on('connection', (socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new Upstream(server, open);
  }

  /** What it answers from now on to a path, whatever stands behind its `?`. */
  on(path: string, reply: Reply): void {
    this.#replies.set(path, reply);
  }

  /** Path and query of every question so far. */
  get asked(): readonly string[] {
    return this.#asked;
  }

  /** Ends it; who waits for an answer gets none. */
  async dispose(): Promise<void> {
    const ended = new Promise((done) => this.#server.close(done));
    for (const socket of this.#open) socket.destroy();
    await ended;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const address = request.url ?? '/';
    this.#asked.push(address);
    const reply = this.#replies.get(address.split('?')[0] ?? '') ?? { status: 404 };
    if (reply === 'silence') return;
    if (reply === 'reset') {
      request.socket.destroy();
      return;
    }
    const { status = 200, headers = {}, body = '' } = reply;
    const isText = typeof body === 'string' || body instanceof Uint8Array;
    const type = isText ? {} : { 'content-type': 'application/json' };
    response.writeHead(status, { ...type, ...headers });
    response.end(isText ? body : JSON.stringify(body));
  }
}
