import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { now } from './tab.ts';

/** How long a connection may take to close that its owner has given up: less than an owner's patience. */
const closing = 1_500;

/** What a server may expect of a device: one content under one id, one request at a time, peace when it asks for it. */
export class Laws {
  /** What was broken, in words. */
  readonly broken: string[] = [];
  /** The whole bytes that came under an id, and the beginnings that came when the connection was cut. */
  readonly #seen = new Map<string, { whole?: Buffer; beginnings: Buffer[] }>();
  /** Until when the server asked to be left in peace, by id. */
  readonly #peace = new Map<string, number>();
  readonly #running = new Set<IncomingMessage>();
  /** Requests that another one came after, until it is known which of them is dead. */
  readonly #overtaken = new Map<IncomingMessage, Promise<void>>();

  /** Whether a request is on its way just now. */
  get busy(): boolean {
    return this.#running.size > 0;
  }

  /** A request has come. One sender at a time: one that is still open has to turn out as given up. */
  comes(request: IncomingMessage, response: ServerResponse): void {
    for (const other of this.#running) this.#overtaken.set(other, this.#closes(other));
    this.#running.add(request);
    const over = () => {
      this.#running.delete(request);
      this.#overtaken.delete(request);
    };
    response.once('finish', over);
    request.socket.once('close', over);
  }

  /** Before an answer: nobody is answered who may be dead, so that no second sender is hidden by a quick answer. */
  async alive(request: IncomingMessage): Promise<void> {
    await this.#overtaken.get(request);
  }

  async #closes(request: IncomingMessage): Promise<void> {
    // In steps: whoever was kept waiting by a busy machine looks at its sockets between them.
    for (let waited = 0; waited < closing; waited += 50) {
      await sleep(50);
      if (!this.#running.has(request)) return;
    }
    this.broken.push('two requests at once');
  }

  /** An id has come that was asked to wait. Two seconds for clocks that count whole ones. */
  waited(id: string): void {
    if (now() < (this.#peace.get(id) ?? 0) - 2_000) this.broken.push(`${id} did not wait as it was asked to`);
  }

  /** The server asks to be left in peace. */
  peace(id: string, until: number): void {
    this.#peace.set(id, until);
  }

  /** A whole message. */
  whole(id: string, bytes: Buffer): void {
    const seen = this.#of(id);
    if (seen.whole && !seen.whole.equals(bytes)) this.broken.push(`${id} came with other bytes`);
    seen.whole ??= bytes;
  }

  /** A message that was cut. */
  beginning(id: string, bytes: Buffer): void {
    this.#of(id).beginnings.push(bytes);
  }

  /** Whether everything that came under an id was `bytes` or a beginning of them; no bytes, and nothing may have come. */
  fits(id: string, bytes: Buffer | undefined): boolean {
    const { whole, beginnings } = this.#of(id);
    if (!bytes) return !whole && beginnings.length === 0;
    return (!whole || whole.equals(bytes)) && beginnings.every((part) => bytes.subarray(0, part.length).equals(part));
  }

  #of(id: string) {
    const seen = this.#seen.get(id) ?? { beginnings: [] };
    this.#seen.set(id, seen);
    return seen;
  }
}
