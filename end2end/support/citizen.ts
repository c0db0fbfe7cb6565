import type { Server } from './server.ts';

/** Number and secret of an appointment. */
export interface Key {
  processId: number;
  authKey: string;
}

/** An appointment as the backend answers, as far as stories look at it. */
export interface Process extends Key {
  timestamp: string;
  officeId: number;
  status: string;
}

/** A free time. */
export interface Slot {
  office: number;
  /** Seconds since the epoch. */
  start: number;
}

/** A service that many offices offer: Personalausweis beantragen. */
export const identityCard = 1001;

/** Another person's device: speaks the ZMS citizen API, without a browser. */
export class Citizen {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  /** The slots of the first day on which an office has something free, in order. */
  async free(office: number, service = identityCard): Promise<Slot[]> {
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    const query = (first: string) => '/available-calendar/?' + new URLSearchParams({
      startDate: day(0), endDate: day(150), officeIds: String(office), serviceIds: String(service),
      serviceCounts: '1', slotsStartDate: first, slotsEndDate: first
    }).toString();
    interface Calendar {
      availableDays: { date: string; offices: { officeId: string; appointments: number[] }[] }[];
    }
    const first = (await this.#get<Calendar>(query(day(0)))).availableDays[0]?.date;
    if (!first) return [];
    const opened = (await this.#get<Calendar>(query(first))).availableDays.find((other) => other.date === first);
    return (opened?.offices ?? [])
      .flatMap(({ officeId, appointments }) => appointments.map((start) => ({ office: Number(officeId), start })));
  }

  /** The first free time of an office. */
  async someSlot(office: number): Promise<Slot> {
    const [slot] = await this.free(office);
    if (!slot) throw new Error(`nothing free in ${office}`);
    return slot;
  }

  /** Takes a time. */
  reserve({ office, start }: Slot, service = identityCard): Promise<Process> {
    return this.#post('reserve-appointment', {
      timestamp: start, officeId: office, serviceId: [service], serviceCount: [1]
    });
  }

  /** Books a time up to the mail. */
  async preconfirm(slot: Slot, email: string): Promise<Process> {
    const key = keyOf(await this.reserve(slot));
    await this.#post('update-appointment', { ...key, familyName: 'Ada Beispiel', email });
    return this.#post('preconfirm-appointment', key);
  }

  /** Books a time and confirms it. */
  async book(slot: Slot, email: string): Promise<Process> {
    return this.#post('confirm-appointment', keyOf(await this.preconfirm(slot, email)));
  }

  /** Follows the link of the mail. */
  confirm(key: Key): Promise<Process> {
    return this.#post('confirm-appointment', keyOf(key));
  }

  /** Cancels. */
  cancel(key: Key): Promise<Process> {
    return this.#post('cancel-appointment', keyOf(key));
  }

  /** What the backend knows of an appointment. */
  appointment(key: Key): Promise<Process> {
    return this.#get(`/appointment/?processId=${key.processId}&authKey=${key.authKey}`);
  }

  #get<T>(path: string): Promise<T> {
    return this.#ask(path);
  }

  #post<T>(route: string, body: object): Promise<T> {
    return this.#ask(`/${route}/`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body)
    });
  }

  async #ask<T>(path: string, init?: RequestInit): Promise<T> {
    const answer = await fetch(`${this.#server.url}/api/appointments${path}`, init);
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }
}

/** Only number and secret, as the routes want them. */
export function keyOf({ processId, authKey }: Key): Key {
  return { processId, authKey };
}

/** Number and secret in a link to an appointment. */
export function keyIn(link: string): Key {
  const [, secret = ''] = link.split('#');
  const { id, authKey } = JSON.parse(Buffer.from(decodeURIComponent(secret), 'base64').toString()) as { id: number; authKey: string };
  return { processId: id, authKey };
}

/** What stands behind `#` in a link to an appointment. */
export function fragment(key: Key, action?: 'cancel' | 'reschedule'): string {
  const secret = { id: key.processId, authKey: key.authKey, ...(action ? { action } : {}) };
  return Buffer.from(JSON.stringify(secret)).toString('base64');
}
