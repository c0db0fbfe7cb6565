import { createHash, randomUUID } from 'node:crypto';
import type { Asked } from '../server.ts';

/** What the city asks: something open, something that ends while answers are on their way, something that is over. */
export type Item = 'open' | 'ends' | 'over';

/** An answer as the app freezes it (`src/modules/participation/fill`), and what of it a database has to hold. */
export interface Answer {
  /** The instance's, the outbox entry's and the server's. */
  id: string;
  number: number;
  item: Item;
  /** Whether its bytes are none that the form allows. */
  damaged: boolean;
  url: string;
  type: string;
  /** The whole message. */
  bytes: Buffer;
  xml: Buffer;
  photo: Buffer | undefined;
}

/** The version of the notice that everybody agrees to. */
export const consent = '2026-11';

/** The surveys; with `ended`, nobody may send late any more what `ends` was asked. */
export function surveys({ ended }: { ended: boolean }): Asked[] {
  return [survey('open'), survey('ends', ended ? '2020-03-01' : '2099-03-01'), survey('over', '2020-03-01')];
}

function survey(id: Item, acceptUntil?: string): Asked {
  return {
    form: form(id),
    item: {
      id,
      kind: 'survey',
      version: '1',
      title: { en: `A survey that is ${id}` },
      phases: [{ id: 'ask', title: { en: 'Questions' }, from: '2020-01-01', ...(acceptUntil ? { to: '2020-02-01' } : {}) }],
      ...(acceptUntil ? { acceptUntil } : {}),
      participation: { mode: 'anonymous', once: 'none' },
      privacy: { version: consent, controller: 'Town hall', purpose: { en: 'Questions' }, text: { en: 'Anonymous.' }, consentRequired: true },
      results: { policy: 'never' }
    }
  };
}

function form(id: Item): string {
  return `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:orx="http://openrosa.org/xforms">
  <h:head><h:title>A survey that is ${id}</h:title><model>
    <instance><data id="${id}" orx:version="1"><number/><words/><photo/><orx:meta><orx:instanceID/></orx:meta></data></instance>
    <bind nodeset="/data/number" type="int"/>
    <bind nodeset="/data/words" type="string"/>
    <bind nodeset="/data/photo" type="binary"/>
  </model></h:head>
  <h:body>
    <input ref="/data/number"><label>Number</label></input>
    <input ref="/data/words"><label>Words</label></input>
    <upload ref="/data/photo" mediatype="image/*"><label>Picture</label></upload>
  </h:body>
</h:html>`;
}

/** Letters of one to four bytes, and what has to be escaped. */
const letters = ['a', 'e', ' ', 'ß', 'ü', 'ї', 'ş', 'ش', '🌳', '&amp;', '&lt;', '"', '\n'];

/** The answer with this number: most are small, some have a picture of up to 200 kilobytes. */
export function answer(number: number, random: () => number): Answer {
  const id = randomUUID();
  const item = number % 37 === 0 ? 'over' : number % 7 === 0 ? 'ends' : 'open';
  const damaged = item === 'open' && number % 41 === 0;
  const words = Array.from({ length: Math.floor(4_000 * random() ** 4) }, () => letters[Math.floor(random() * letters.length)]).join('');
  const photo = random() < 0.3 ? noise(Math.floor(50 + 200_000 * random() ** 4), random) : undefined;
  const picture = `picture-${number}.jpg`;
  const xml = Buffer.from(`<data xmlns:orx="http://openrosa.org/xforms" id="${item}" orx:version="1">`
    + `<number>${damaged ? 'many' : number}</number><words>${words}</words><photo>${photo ? picture : ''}</photo>`
    + `<orx:meta><orx:instanceID>uuid:${id}</orx:instanceID></orx:meta></data>`);
  const boundary = `answer-${id.replaceAll('-', '')}-0`;
  const part = (name: string, file: string | undefined, kind: string, content: Buffer) => Buffer.concat([
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file ? `; filename="${file}"` : ''}\r\nContent-Type: ${kind}\r\n\r\n`),
    content,
    Buffer.from('\r\n')
  ]);
  const bytes = Buffer.concat([
    part('xml_submission_file', 'submission.xml', 'text/xml', xml),
    part('consent_version', undefined, 'text/plain', Buffer.from(consent)),
    ...(photo ? [part(picture, picture, 'image/jpeg', photo)] : []),
    Buffer.from(`--${boundary}--\r\n`)
  ]);
  return {
    id, number, item, damaged, bytes, xml, photo,
    url: `/api/participation/v1/items/${item}/versions/1/responses`,
    type: `multipart/form-data; boundary=${boundary}`
  };
}

function noise(size: number, random: () => number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let at = 0; at < size; at += 1) bytes[at] = Math.floor(random() * 256);
  return bytes;
}

/** SHA-256 in hexadecimal. */
export function sum(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
