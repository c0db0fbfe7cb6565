import { writeFile } from 'node:fs/promises';
import { test } from '@playwright/test';
import { zip } from './zip.ts';

/** A stop of the town: its id in this timetable, its name and where it is. */
export interface Stop {
  id: string;
  name: string;
  north: number;
  east: number;
}

/** How a timetable of the town differs from the usual one. */
export interface Timetable {
  /** First and last day, `2026-11-24`; usually from yesterday on for a month. */
  first?: string;
  last?: string;
  /** What stands before every id: another timetable has other ids. */
  prefix?: string;
  /** Minutes of the day at which bus 5 sets out; usually every ten minutes, day and night. */
  starts?: number[];
}

const everyTenMinutes = Array.from({ length: 24 * 6 }, (_, at) => at * 10);

/** The stops by a short word for each. */
export function stops(prefix = ''): Record<'north' | 'market' | 'station' | 'south' | 'lonely', Stop> {
  const at = (id: string, name: string, north: number, east: number): Stop => ({ id: prefix + id, name, north, east });
  return {
    north: at('north', 'Nordviertel', 52.14, 9.1),
    market: at('market', 'Marktplatz', 52.12, 9.1),
    station: at('station', 'Hauptbahnhof', 52.1, 9.1),
    south: at('south', 'Südbad', 52.06, 9.1),
    // Stands in the timetable, but nothing stops there.
    lonely: at('lonely', 'Einsame Heide', 52.02, 9.3)
  };
}

/**
 * A town so small that a story knows every vehicle: bus 5 from Nordviertel over Marktplatz (4 minutes) to
 * Hauptbahnhof (10 minutes), and five minutes later tram 2 from there to Südbad (8 minutes).
 */
export function gtfs({ first = day(-1), last = day(30), prefix = '', starts = everyTenMinutes }: Timetable = {}): Buffer {
  const all = stops(prefix);
  const plain = (date: string) => date.replaceAll('-', '');
  const trips: string[][] = [];
  const times: string[][] = [];
  const call = (trip: string, sequence: number, stop: string, minutes: number) => {
    times.push([trip, time(minutes), time(minutes), stop, String(sequence)]);
  };
  for (const start of starts) {
    const [bus, tram] = [busAt(start, prefix), tramAt(start + 15, prefix)];
    trips.push([`${prefix}5`, 's', bus, 'Hauptbahnhof', '0', '1'], [`${prefix}2`, 's', tram, 'Südbad', '0', '1']);
    call(bus, 1, all.north.id, start);
    call(bus, 2, all.market.id, start + 4);
    call(bus, 3, `${all.station.id}.1`, start + 10);
    call(tram, 1, `${all.station.id}.3`, start + 15);
    call(tram, 2, all.south.id, start + 23);
  }
  const stop = ({ id, name, north, east }: Stop) => [id, name, north, east, '', '', '', '1'];
  const platform = (name: string) =>
    [`${all.station.id}.${name}`, 'Hauptbahnhof', 52.1, 9.1, '', all.station.id, name, '1'];
  const { station, ...others } = all;
  return zip({
    'agency.txt': csv([['agency_id', 'agency_name', 'agency_url', 'agency_timezone'], ['a', 'Stadtwerke', 'https://stadtwerke.example', 'Europe/Berlin']]),
    'routes.txt': csv([
      ['route_id', 'agency_id', 'route_short_name', 'route_type', 'route_color'],
      [`${prefix}5`, 'a', '5', '3', 'aa0000'], [`${prefix}2`, 'a', '2', '0', 'ffee00']
    ]),
    'calendar.txt': csv([
      ['service_id', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'start_date', 'end_date'],
      ['s', '1', '1', '1', '1', '1', '1', '1', plain(first), plain(last)]
    ]),
    'stops.txt': csv([
      ['stop_id', 'stop_name', 'stop_lat', 'stop_lon', 'location_type', 'parent_station', 'platform_code', 'wheelchair_boarding'],
      ...Object.values(others).map(stop),
      [station.id, station.name, station.north, station.east, '1', '', '', '1'],
      platform('1'), platform('3'), platform('4')
    ]),
    'trips.txt': csv([['route_id', 'service_id', 'trip_id', 'trip_headsign', 'direction_id', 'wheelchair_accessible'], ...trips]),
    'stop_times.txt': csv([['trip_id', 'arrival_time', 'departure_time', 'stop_id', 'stop_sequence'], ...times])
  });
}

/** Writes it where a server reads it. */
export async function publish(path: string, timetable: Timetable = {}): Promise<void> {
  await writeFile(path, gtfs(timetable));
}

/** The trip of bus 5 that sets out at a minute of the service day. */
function busAt(start: number, prefix = ''): string {
  return `${prefix}bus${start}`;
}

/** The trip of tram 2 that sets out at a minute of the service day. */
function tramAt(start: number, prefix = ''): string {
  return `${prefix}tram${start}`;
}

/** The day so many days from today, in the town. */
export function day(offset: number): string {
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
  return new Date(Date.parse(`${today}T12:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10);
}

/** Minutes of the day of a clock, usually the town's, now or at a moment in milliseconds. */
export function minutes(at = Date.now(), timeZone = 'Europe/Berlin'): number {
  const [hours = 0, rest = 0] = new Date(at).toLocaleTimeString('de-DE', { timeZone, hour: '2-digit', minute: '2-digit' })
    .split(':').map(Number);
  return hours * 60 + rest;
}

/** A time, of minutes of a day, as the person of this story reads it: `9:05`, in Arabic with its half of the day. */
export function clock(minutesOfDay: number): string {
  const arabic = test.info().project.use.locale === 'ar';
  const at = new Date(Date.UTC(1970, 0, 1, 0, minutesOfDay));
  return at.toLocaleTimeString(arabic ? 'ar-u-nu-latn' : 'de', { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' });
}

/** A bus 5 of the usual timetable. */
export interface Bus {
  /** Its trip, that of the tram that waits for it, and the service day of both. */
  trip: string;
  tram: string;
  day: string;
  /** When it leaves Marktplatz, in minutes of the day. */
  leaves: number;
}

/** The buses that leave Marktplatz from so many minutes on, the next one first. */
export function buses(inMinutes = 6): Bus[] {
  const first = Math.ceil((minutes() + inMinutes - 4) / 10) * 10;
  return [0, 10, 20].map((later) => {
    const start = first + later;
    const ofDay = start % (24 * 60);
    return { trip: busAt(ofDay), tram: tramAt(ofDay + 15), day: day(start < 24 * 60 ? 0 : 1), leaves: ofDay + 4 };
  });
}

/** The page of a stop. */
export function stopPage({ id, name, north, east }: Stop): string {
  return `/transit/stop?stop=${encodeURIComponent(spot({ id, name, north, east }))}`;
}

/** The page of the ways from one stop to another, with more parameters. */
export function journeysPage(from: Stop, to: Stop, more = ''): string {
  return `/transit/journeys?from=${encodeURIComponent(spot(from))}&to=${encodeURIComponent(spot(to))}${more}`;
}

function spot({ id, name, north, east }: Stop): string {
  return `${north.toFixed(6)},${east.toFixed(6)};${encodeURIComponent(id)};${name}`;
}

function time(minutesOfDay: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(minutesOfDay / 60))}:${two(minutesOfDay % 60)}:00`;
}

function csv(rows: unknown[][]): string {
  return rows.map((row) => `${row.join(',')}\n`).join('');
}
