import type { Page } from '@playwright/test';
import type { Answer } from './answers.ts';
import type { Entry } from './tab.ts';

/**
 * Presses "send" in a tab: `kept` when the tab says that the answer is on the device, otherwise why it is not;
 * `undefined` when the tab died and nobody was told.
 */
export async function press(tab: Page, { id, url, type, bytes }: Answer): Promise<string | undefined> {
  try {
    return await tab.evaluate(async ([id, url, type, text]) => {
      const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
      try {
        await window.outbox.enqueueAs(id, url, type, bytes);
        return 'kept';
      } catch (why) {
        return String(why);
      }
    }, [id, url, type, bytes.toString('base64')] as const);
  } catch {
    return undefined;
  }
}

/** Everything in the outbox. */
export async function entriesOf(tab: Page): Promise<Entry[]> {
  const texts = await tab.evaluate(() => window.outbox.entries());
  return texts.map((text) => JSON.parse(text) as Entry);
}

/** Sums of the bytes that the device still holds, in the order of `ids`. */
export async function bodiesOf(tab: Page, ids: string[]): Promise<(string | undefined)[]> {
  const sums = await tab.evaluate(async (ids) => {
    const sums: (string | null)[] = [];
    for (const id of ids) {
      const bytes = await window.outbox.body(id);
      const sum = bytes && new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
      sums.push(sum && Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join(''));
    }
    return sums;
  }, ids);
  return sums.map((sum) => sum ?? undefined);
}

/** Whether this tab holds the sender's lock: only its holder has the client id that a lock of its own names. */
export function sends(tab: Page): Promise<boolean> {
  return tab.evaluate(async () => {
    const mine = await navigator.locks.request(`who-am-i-${Math.random()}`, async (lock) => {
      const { held } = await navigator.locks.query();
      return held?.find((one) => one.name === lock?.name)?.clientId;
    });
    const { held } = await navigator.locks.query();
    return held?.find((one) => one.name === 'stadtkern-outbox')?.clientId === mine;
  });
}

/** Leaves an origin no room on the device; the function returned gives it back. */
export async function fill(tab: Page, origin: string): Promise<() => Promise<void>> {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  return async () => {
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await session.detach();
  };
}

/** What a newer version of the app does in another tab: every connection to the database has to close for it. */
export function upgrade(tab: Page): Promise<void> {
  return tab.evaluate(async () => {
    const version = (await indexedDB.databases()).find(({ name }) => name === 'stadtkern')?.version ?? 1;
    await new Promise<void>((done, failed) => {
      const opening = indexedDB.open('stadtkern', version + 1);
      opening.onsuccess = () => {
        opening.result.close();
        done();
      };
      opening.onerror = () => { failed(opening.error); };
    });
  });
}
