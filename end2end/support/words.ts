import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Server } from './server.ts';

/** The app's words for a key, with values in place of `{name}`. */
export interface Say {
  (key: string, values?: Record<string, string>): string;
  /** The language they are in. */
  language: string;
  /** What the city is called. */
  city: string;
  /** Every form of words that count something, with any number in it; and words that have one form. */
  forms(key: string): RegExp;
  /** Words that count something, for this number. */
  counted(key: string, number: number): string;
  /** What the city's guide says of a service. */
  service(id: number): Service;
  /** What an office is called. */
  office(id: number): string;
  /** Every office's number. */
  offices: number[];
}

/** A service in a language. */
export interface Service {
  name: string;
  /** In words. */
  documents: string[];
}

/** The words of a language, as the server gives them to the app. */
export async function speak(server: Server, language: string): Promise<Say> {
  interface Guide {
    documents: Record<string, string>;
    services: Record<string, { name: string; documents?: string[] }>;
    offices: Record<string, { name?: string }>;
  }
  // Those of the first view, and those that come with the modules.
  const modules = readdirSync(join(import.meta.dirname, '../../public/texts'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = ['', ...modules.map((module) => `${module.name}/`)].map((module) => fetched<Record<string, string>>(`${server.url}/city/texts/${module}${language}.json`));
  const texts: Record<string, string> = Object.assign({}, ...(await Promise.all(files)));
  const guide = await fetched<Guide>(`${server.url}/city/appointments/${language}.json`);
  const { offices } = await fetched<{ offices: { id: number; name: string }[] }>(`${server.url}/api/appointments/offices-and-services/`);
  const say = (key: string, values: Record<string, string> = {}): string => {
    const words = texts[key];
    if (words === undefined) throw new Error(`no words for ${key} in ${language}`);
    return words.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
  const tag = language === 'de-simple' ? 'de' : language;
  const counted = (key: string, number: number): string => say(`${key}.${new Intl.PluralRules(tag).select(number)}`, { n: String(number) });
  const forms = (key: string): RegExp => {
    const all = Object.entries(texts).filter(([name]) => name === key || name.startsWith(`${key}.`)).map(([, words]) => words);
    if (all.length === 0) throw new Error(`no words for ${key} in ${language}`);
    const plain = all.map((words) => words.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace('{n}', '\\d+'));
    return new RegExp(plain.join('|'));
  };
  const city = await fetched<{ name: string | Record<string, string> }>(`${server.url}/city/city.json`);
  const service = (id: number): Service => {
    const found = guide.services[id];
    if (!found) throw new Error(`no service ${id} in the guide in ${language}`);
    return { name: found.name, documents: (found.documents ?? []).map((document) => guide.documents[document] ?? document) };
  };
  const office = (id: number): string => {
    // Where the guide is silent the booking system's own name stands.
    const name = guide.offices[id]?.name ?? offices.find((one) => one.id === id)?.name;
    if (!name) throw new Error(`no office ${id}`);
    return name;
  };
  const name = typeof city.name === 'string' ? city.name : city.name[language] ?? '';
  return Object.assign(say, { language, city: name, counted, forms, service, office, offices: offices.map(({ id }) => id) });
}

async function fetched<T>(address: string): Promise<T> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as T;
}
