import type { Reply } from '../upstream.ts';
import type { Stop } from './town.ts';

/** The paths at which a MOTIS server is asked, version 6 and the one before. */
export const motis = {
  plan: '/api/v6/plan',
  planBefore: '/api/v5/plan',
  board: '/api/v6/stoptimes',
  boardBefore: '/api/v5/stoptimes'
};

/** Whose data it is, as the server says itself. */
const headers = { link: '<https://transitous.org/sources/>; rel="license"' };

/** Seconds since the epoch as MOTIS writes them. */
function written(at: number): string {
  return new Date(at * 1000).toISOString();
}

function place({ id, name, north, east }: Stop): object {
  return { name, stopId: `x_${id}`, lat: north, lon: east };
}

/** A departure that the planner tells: planned, and so many minutes late. */
export function board(stop: Stop, planned: number, late: number, headsign: string): Reply {
  return {
    headers,
    body: {
      place: place(stop),
      stopTimes: [{
        place: {
          ...place(stop), departure: written(planned + late * 60), scheduledDeparture: written(planned), track: '7'
        },
        mode: 'BUS', realTime: true, headsign, routeShortName: 'X9', displayName: 'X9', routeColor: '0055aa',
        tripId: '20261124_10:00_x_1', routeId: 'x_9', agencyName: 'Verkehrsverbund', cancelled: false, tripCancelled: false
      }],
      previousPageCursor: '', nextPageCursor: ''
    }
  };
}

/** A way that the planner tells: one bus, planned from one moment to the other, and so many minutes late. */
export function plan(from: Stop, to: Stop, start: number, end: number, late: number): Reply {
  const call = (stop: Stop, kind: 'departure' | 'arrival', planned: number) => {
    const scheduled = kind === 'departure' ? 'scheduledDeparture' : 'scheduledArrival';
    return { ...place(stop), [kind]: written(planned + late * 60), [scheduled]: written(planned) };
  };
  return {
    headers,
    body: {
      from: place(from), to: place(to), direct: [],
      itineraries: [{
        duration: end - start, startTime: written(start + late * 60), endTime: written(end + late * 60), transfers: 0, id: 'i',
        legs: [{
          mode: 'BUS', from: call(from, 'departure', start), to: call(to, 'arrival', end), duration: end - start,
          startTime: written(start + late * 60), endTime: written(end + late * 60),
          scheduledStartTime: written(start), scheduledEndTime: written(end), realTime: true, scheduled: true,
          headsign: to.name, routeShortName: 'X9', displayName: 'X9', routeId: 'x_9', tripId: '20261124_10:00_x_1',
          agencyName: 'Verkehrsverbund', intermediateStops: [], legGeometry: { points: '', precision: 6, length: 0 }
        }]
      }],
      previousPageCursor: 'EARLIER|1', nextPageCursor: 'LATER|2'
    }
  };
}

/** How a planner fails, by what a person is told: the word of the trouble. */
export const failures: { what: string; reply: Reply; trouble: string }[] = [
  { what: '429', reply: { status: 429, headers: { 'retry-after': '60' } }, trouble: 'busy' },
  { what: '500', reply: { status: 500, body: { error: 'oh' } }, trouble: 'unreachable' },
  { what: 'HTML', reply: { headers: { 'content-type': 'text/html' }, body: '<html>Please sign in</html>' }, trouble: 'garbled' },
  { what: 'an empty body', reply: { body: '' }, trouble: 'garbled' },
  { what: 'a broken connection', reply: 'reset', trouble: 'unreachable' },
  { what: 'silence', reply: 'silence', trouble: 'unreachable' }
];
