/** What a control centre tells of one vehicle. */
export interface TripNews {
  trip: string;
  /** The service day, `2026-11-24`. */
  day: string;
  /** It does not run. */
  cancelled?: boolean;
  /** Seconds late at each stop from this one on. */
  late?: { stop: string; sequence: number; seconds: number }[];
  /** Another platform than planned. */
  platform?: { sequence: number; stop: string };
}

/** What a control centre tells everybody. */
export interface Announcement {
  /** Each by its language. */
  title: Record<string, string>;
  text: Record<string, string>;
  lines?: string[];
  stops?: string[];
  severity?: 'info' | 'warning' | 'severe';
}

/** A GTFS-Realtime feed (version 2.0, everything at once), as `gtfs-realtime.proto` numbers its fields. */
export function feed(trips: TripNews[], announcements: Announcement[] = [], at = Date.now()): Buffer {
  const stamp = Math.floor(at / 1000);
  const header = message(text(1, '2.0'), number(2, 0), number(3, stamp));
  const entities = [
    ...trips.map((news, index) => message(text(1, `t${index}`), nested(3, tripUpdate(news)))),
    ...announcements.map((one, index) => message(text(1, `a${index}`), nested(5, alert(one))))
  ];
  return message(nested(1, header), ...entities.map((entity) => nested(2, entity)));
}

function tripUpdate({ trip, day, cancelled = false, late = [], platform }: TripNews): Buffer {
  const descriptor = message(text(1, trip), text(3, day.replaceAll('-', '')), number(4, cancelled ? 3 : 0));
  const delayed = late.map(({ stop, sequence, seconds }) => {
    const event = message(number(1, seconds));
    return message(number(1, sequence), nested(2, event), nested(3, event), text(4, stop));
  });
  const moved = platform ? [message(number(1, platform.sequence), nested(6, message(text(1, platform.stop))))] : [];
  return message(nested(1, descriptor), ...[...delayed, ...moved].map((update) => nested(2, update)));
}

function alert({ title, text: words, lines = [], stops = [], severity = 'warning' }: Announcement): Buffer {
  const translated = (all: Record<string, string>) =>
    message(...Object.entries(all).map(([language, said]) => nested(1, message(text(1, said), text(2, language)))));
  const entities = [
    ...lines.map((line) => message(text(2, line))),
    ...stops.map((stop) => message(text(5, stop)))
  ];
  const levels = { info: 2, warning: 3, severe: 4 };
  return message(
    ...entities.map((entity) => nested(5, entity)),
    number(7, 4),
    nested(10, translated(title)),
    nested(11, translated(words)),
    number(14, levels[severity])
  );
}

function message(...fields: Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function text(field: number, value: string): Buffer {
  return nested(field, Buffer.from(value));
}

function nested(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(BigInt(field << 3 | 2)), varint(BigInt(value.length)), value]);
}

function number(field: number, value: number): Buffer {
  return Buffer.concat([varint(BigInt(field << 3)), varint(BigInt.asUintN(64, BigInt(value)))]);
}

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  for (let rest = value; ; rest >>= 7n) {
    if (rest < 0x80n) {
      bytes.push(Number(rest));
      return Buffer.from(bytes);
    }
    bytes.push(Number(rest & 0x7fn) | 0x80);
  }
}
