import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { browserArguments, chromium as program } from '../browser.ts';

/** A browser of our own with a profile that outlives it: it can be killed and started again. */
export class Device {
  readonly #profile: string;
  #process: ChildProcess | undefined;
  #browser: Browser | undefined;

  private constructor(profile: string) {
    this.#profile = profile;
  }

  static async fresh(): Promise<Device> {
    const device = new Device(await mkdtemp(join(tmpdir(), 'stadtkern-device-')));
    await device.start();
    return device;
  }

  async start(): Promise<void> {
    const child = spawn(program, [
      ...browserArguments, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${this.#profile}`,
      '--no-first-run', '--disable-background-timer-throttling', '--disable-renderer-backgrounding',
      '--disable-dev-shm-usage', 'about:blank'
    ], { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.#process = child;
    this.#browser = await chromium.connectOverCDP(await devtools(child));
  }

  /** A new tab; `first` is done before it opens the address. */
  async tab(address: string, first?: (page: Page) => Promise<void>): Promise<Page> {
    const [context] = this.#browser?.contexts() ?? [];
    if (!context) throw new Error('the browser does not run');
    const page = await context.newPage();
    await first?.(page);
    await page.goto(address, { timeout: 60_000 });
    await page.waitForFunction(() => window.started, undefined, { timeout: 60_000 });
    return page;
  }

  /** Ends every process of the browser at once: what an empty battery does. */
  async kill(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    // The whole group, so that no part of it writes anything afterwards.
    process.kill(-child.pid, 'SIGKILL');
    await ended;
  }

  async dispose(): Promise<void> {
    await this.kill();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

/** Ends the process of one tab at once. */
export async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // It cannot answer any more.
  void session.send('Page.crash').catch(() => {});
  await crashed;
}

/** The address at which the browser can be steered; it writes it down when it is ready. */
function devtools(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    child.stderr?.on('data', (text: Buffer) => {
      said += text.toString();
      const [, address] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (address) found(address);
    });
    const fail = () => { failed(new Error(`the browser did not start:\n${said}`)); };
    child.once('exit', fail);
    setTimeout(fail, 60_000).unref();
  });
}
