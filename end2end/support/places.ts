import type { Page } from '@playwright/test';
import type { Asked } from './server.ts';
import { expect, open, type Server } from './test.ts';
import type { Say } from './words.ts';

/** One question on a page of its own. */
interface Question {
  label: string;
  type: 'geopoint' | 'geotrace' | 'geoshape' | 'odk:rank';
  /** More attributes of its bind. */
  bind?: string;
}

/** A survey of such questions; what is put in order are three wishes. */
export function places(questions: Question[]): Asked {
  const names = questions.map((_, at) => `q${at}`);
  const wishes = ['Bäume', 'Bänke', 'Wasser'].map((label, at) => `<item><value>w${at}</value><label>${label}</label></item>`).join('');
  const asked = questions.map(({ label, type }, at) => {
    const question = type === 'odk:rank'
      ? `<odk:rank ref="/data/q${at}"><label>${label}</label>${wishes}</odk:rank>`
      : `<input ref="/data/q${at}"><label>${label}</label></input>`;
    return `<group appearance="field-list">${question}</group>`;
  });
  const binds = questions.map(({ type, bind = '' }, at) => `<bind nodeset="/data/q${at}" type="${type}" ${bind}/>`);
  return {
    form: `<?xml version="1.0"?>
<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" xmlns:odk="http://www.opendatakit.org/xforms">
  <h:head>
    <h:title>Radwege</h:title>
    <model odk:xforms-version="1.0.0">
      <instance><data id="places" orx:version="1">${names.map((name) => `<${name}/>`).join('')}<orx:meta><orx:instanceID/></orx:meta></data></instance>
      ${binds.join('')}
      <bind nodeset="/data/orx:meta/orx:instanceID" type="string" readonly="true()" jr:preload="uid"/>
    </model>
  </h:head>
  <h:body>${asked.join('')}</h:body>
</h:html>`,
    item: {
      id: 'places',
      kind: 'survey',
      version: '1',
      title: { de: 'Radwege' },
      minutes: 2,
      phases: [{ id: 'ask', title: { de: 'Befragung' }, from: '2020-01-01' }],
      participation: { mode: 'anonymous', once: 'none', kiosk: true },
      privacy: {
        version: '2026-11',
        controller: 'Stadt Musterstadt',
        purpose: { de: 'Radwege' },
        legalBasis: 'Art. 6 (1) e DSGVO',
        retention: { de: 'ein Jahr' },
        text: { de: 'Anonym.' },
        consentRequired: true
      },
      results: { policy: 'never' }
    }
  };
}

/** Agrees and begins. */
export async function begin(page: Page, say: Say, city: Server): Promise<void> {
  await open(page, `${city.url}/participation/places/fill`);
  await page.getByLabel(say('participation.fill.consent')).check();
  await page.getByRole('button', { name: say('participation.fill.begin') }).click();
  await expect(page).toHaveURL(/\/places\/fill\/[0-9a-f-]{36}$/);
}

/** Reads everything once more and sends it; the answers as they went over the wire, by the names of the questions. */
export async function send(page: Page, say: Say): Promise<Map<string, string>> {
  await expect(page.getByRole('heading', { level: 1, name: say('participation.fill.review') })).toBeVisible();
  const sent = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/responses'));
  await page.getByRole('button', { name: say('participation.fill.send') }).click();
  const body = (await sent).postDataBuffer()?.toString('utf8') ?? '';
  const values = [...body.matchAll(/<(q\d)>([^<]*)<\/\1>/g)].map(([, name, value]) => [name ?? '', value ?? ''] as const);
  await expect(page.getByText(say('participation.answers.sent').split('{')[0] ?? '')).toBeVisible();
  return new Map(values);
}

/** The numbers of an answer, point by point. */
export function numbers(value: string | undefined): number[][] {
  return (value ?? '').split(';').map((point) => point.split(' ').map(Number));
}
