import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { Asked } from './server.ts';
import type { Say } from './words.ts';

const forms = resolve(import.meta.dirname, '../../crates/xforms/tests/forms');

/** A survey with everything that a form can ask: conditions, a matrix, an order, a place, a date. */
export async function place(more: Record<string, unknown> = {}): Promise<Asked> {
  const form = await readFile(join(forms, 'city-survey.xml'), 'utf8');
  return {
    form,
    item: {
      id: 'place',
      kind: 'survey',
      version: '7',
      title: { de: 'Was soll aus dem Platz werden?', en: 'What shall become of the square?' },
      minutes: 5,
      phases: [{ id: 'ask', title: { de: 'Befragung' }, from: '2020-01-01' }],
      participation: { mode: 'anonymous', once: 'none', kiosk: true },
      privacy: {
        version: '2026-11',
        controller: 'Stadt Musterstadt, Stadtplanung',
        purpose: { de: 'Umbau des Platzes' },
        legalBasis: 'Art. 6 (1) a DSGVO',
        retention: { de: 'bis der Platz gebaut ist' },
        text: { de: 'Die Antworten sind **anonym**.' },
        consentRequired: true
      },
      results: { policy: 'never' },
      ...more
    }
  };
}

/** Sends an answer to the square as the app would; `you` is what stands in the group of that name. */
export async function answerPlace(url: string, you: string, rest = ''): Promise<number> {
  const uuid = crypto.randomUUID();
  const xml = `<data xmlns:orx="http://openrosa.org/xforms" id="place" orx:version="7"><consent>OK</consent><you>${you}</you>${rest}`
    + `<orx:meta><orx:instanceID>uuid:${uuid}</orx:instanceID></orx:meta></data>`;
  const body = new FormData();
  body.set('xml_submission_file', new Blob([xml], { type: 'text/xml' }), 'submission.xml');
  body.set('consent_version', '2026-11');
  const answer = await fetch(`${url}/api/participation/v1/items/place/versions/7/responses`, {
    method: 'POST', body, headers: { 'idempotency-key': `uuid:${uuid}` }
  });
  return answer.status;
}

/** One question, answered on the home page. */
export function quick(more: Record<string, unknown> = {}): Asked {
  const form = `<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>Markttag</h:title>
<model><instance><data id="market" version="1"><day/><meta><instanceID/></meta></data></instance>
<bind nodeset="/data/day" type="string" required="true()"/></model></h:head>
<h:body><select1 ref="/data/day"><label>An welchem Tag soll Markt sein?</label>
<item><label>Mittwoch</label><value>wed</value></item><item><label>Samstag</label><value>sat</value></item></select1></h:body></h:html>`;
  return {
    form,
    item: {
      id: 'market',
      kind: 'poll',
      version: '1',
      title: { de: 'Ein Markttag mehr', en: 'One more market day' },
      topics: [],
      phases: [{ id: 'ask', title: { de: 'Abstimmung' }, from: '2020-01-01' }],
      participation: { mode: 'anonymous', once: 'device', kiosk: true },
      privacy: {
        version: '1', controller: 'Stadt Musterstadt, Marktamt', purpose: { de: 'Planung des Marktes' },
        legalBasis: 'Art. 6 (1) e DSGVO', retention: { de: 'ein Jahr' }, text: { de: 'Ohne Namen.' }, consentRequired: false
      },
      results: { policy: 'after-submit', minGroup: 1 },
      ...more
    }
  };
}

/** Fills in the square as a visitor does who has little time, up to the page with "send". */
export async function visitPlace(page: Page, say: Say, url: string): Promise<void> {
  await page.goto(`${url}/participation/place/fill`);
  await page.getByLabel(say('participation.fill.consent')).check();
  await page.getByRole('button', { name: say('participation.fill.begin') }).click();
  await page.getByLabel('Einverstanden').check();
  const next = page.getByRole('button', { name: say('participation.fill.next') });
  await next.click();
  await page.getByLabel('Ich bin zu Besuch').check();
  await page.getByLabel('Woher?').fill('Ulm');
  await next.click();
  await next.click();
  await next.click();
  await expect(page.getByRole('button', { name: say('participation.fill.send') })).toBeVisible();
}
