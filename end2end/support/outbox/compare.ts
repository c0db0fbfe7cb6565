import { consent, sum, type Answer } from './answers.ts';
import type { Stored } from './stored.ts';
import type { Entry } from './tab.ts';

/** What is left of an answer when everything has ended. */
export interface Left {
  /** On the device; nothing when it was never kept. */
  entry: Entry | undefined;
  /** The sum of the bytes that are still on the device. */
  body: string | undefined;
  /** In the backend's database. */
  row: Stored | undefined;
  /** Whether all that came to the proxy was the answer, or its beginning. */
  fits: boolean;
}

/** What is wrong with it, in words: the device, what came and the database have to tell the same. */
export function amiss(one: Answer, { entry, body, row, fits }: Left): string[] {
  const wrong: string[] = [];
  const law = (holds: boolean, words: string) => {
    if (!holds) wrong.push(`answer ${one.number} (${one.id}) ${words}; on the device: ${JSON.stringify(entry)}, stored: ${JSON.stringify(row)}`);
  };
  law(fits, 'came with other bytes');
  const state = entry?.state;
  if (state?.kind === 'sent') {
    law(row !== undefined, 'has a receipt and is lost');
    law(row === undefined || same(one, row), 'is not stored as it was written');
    law(state.receipt === `uuid:${one.id}`, 'does not have the receipt that the backend gives');
    law(body === undefined, 'has not left the device');
    law(!one.damaged && one.item !== 'over', 'could not be stored');
  } else if (state) {
    law(row === undefined, 'is refused and stored');
    law(body === sum(one.bytes), 'is refused and cannot be taken away');
    law(state.kind === 'attention', 'has not ended');
    law(one.damaged ? state.reason === 'refused' && state.status === 422 : state.reason === 'closed', 'does not say why');
    law(one.damaged || one.item !== 'open', 'could be stored');
  } else {
    law(row === undefined, 'was never kept and is stored');
  }
  return wrong;
}

function same({ item, number, xml, photo }: Answer, row: Stored): boolean {
  const files = photo ? [{ name: `picture-${number}.jpg`, kind: 'image/jpeg', sum: sum(photo) }] : [];
  return row.item === item && row.version === '1' && row.consent === consent && row.xml === sum(xml)
    && JSON.stringify(row.files) === JSON.stringify(files);
}
