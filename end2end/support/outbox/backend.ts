import { request as ask, type IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from '../server.ts';
import { surveys } from './answers.ts';

/** What the backend said. */
export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** The real backend behind the proxy. While it is not spared it dies at random moments, and comes back. */
export class Backend {
  readonly server: Server;
  /** How often it was killed, and how often while it had an answer in hand. */
  deaths = 0;
  struck = 0;
  /** Whatever went wrong with it that should not. */
  trouble: string | undefined;
  /** It lives from now on. */
  spared = false;
  readonly #random: () => number;
  #inHand = 0;
  /** Requests until it dies. */
  #left: number;
  #restarting: Promise<void> | undefined;

  private constructor(server: Server, random: () => number) {
    this.server = server;
    this.#random = random;
    this.#left = this.#span();
  }

  static async fresh(random: () => number): Promise<Backend> {
    return new Backend(await Server.fresh({ asks: surveys({ ended: false }) }), random);
  }

  /** Passes a message on, whole. Nothing comes back when the backend is dead or dies. */
  async post(url: string, headers: Record<string, string>, bytes: Buffer): Promise<Reply | undefined> {
    this.#left -= 1;
    if (this.#left <= 0 && !this.spared) void this.#die();
    this.#inHand += 1;
    try {
      return await this.#send(url, headers, bytes);
    } finally {
      this.#inHand -= 1;
    }
  }

  /** Passes on the beginning of a message and hangs up. */
  begin(url: string, headers: Record<string, string>, length: number, beginning: Buffer): void {
    const request = this.#open(url, headers, length);
    request.on('error', () => {});
    request.write(beginning, () => { setTimeout(() => request.destroy(), 5); });
  }

  /** Kills it, does something, and starts it again with the same database on the same port. */
  async restart(meanwhile: () => Promise<unknown>): Promise<void> {
    await this.#restarting;
    this.#restarting = (async () => {
      this.deaths += 1;
      if (this.#inHand > 0) this.struck += 1;
      await this.server.kill();
      await meanwhile();
      await this.server.start();
      this.#left = this.#span();
    })().catch((error: unknown) => { this.trouble = `the backend did not come back: ${String(error)}`; });
    await this.#restarting;
    this.#restarting = undefined;
  }

  /** Lets it live, and waits until it does. */
  async spare(): Promise<void> {
    this.spared = true;
    await this.#restarting;
  }

  /** Dies within the milliseconds in which a request is read, checked, written to the disk and answered. */
  async #die(): Promise<void> {
    this.#left = Infinity;
    await sleep(10 * this.#random() ** 2);
    if (this.spared || this.#restarting) return;
    await this.restart(() => sleep(400 * this.#random()));
  }

  #span(): number {
    return 5 + Math.floor(20 * this.#random());
  }

  #open(url: string, headers: Record<string, string>, length: number) {
    return ask(new URL(url, this.server.url), {
      // A connection of its own for each: what breaks, breaks visibly.
      method: 'POST', agent: false, headers: { ...headers, 'content-length': String(length) }
    });
  }

  async #send(url: string, headers: Record<string, string>, bytes: Buffer): Promise<Reply | undefined> {
    try {
      const response = await new Promise<IncomingMessage>((answered, failed) => {
        this.#open(url, headers, bytes.length).on('response', answered).on('error', failed).end(bytes);
      });
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part as Buffer);
      const passed = Object.entries(response.headers).filter(([name]) => ['content-type', 'retry-after', 'cache-control'].includes(name));
      return { status: response.statusCode ?? 0, headers: Object.fromEntries(passed) as Record<string, string>, body: Buffer.concat(parts) };
    } catch {
      return undefined;
    }
  }
}
