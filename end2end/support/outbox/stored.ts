import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An answer as the backend's database holds it; sums are SHA-256. */
export interface Stored {
  instance: string;
  item: string;
  version: string;
  xml: string;
  consent: string;
  /** Days since 1970. */
  day: number;
  files: { name: string; kind: string; sum: string }[];
}

/** Read by Python, whose SQLite is not the backend's: what is counted is what anybody would find in the file. */
const read = `
import hashlib, json, sqlite3, sys
database = sqlite3.connect(sys.argv[1])
database.row_factory = sqlite3.Row
total = lambda content: hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()
answers = {}
for row in database.execute('SELECT city, instance, item, version, xml, consent, day FROM participation_response'):
    answers[row['city'], row['instance']] = {**dict(row), 'xml': total(row['xml']), 'files': []}
for row in database.execute('SELECT city, instance, name, kind, content FROM participation_attachment ORDER BY name'):
    answers[row['city'], row['instance']]['files'].append({'name': row['name'], 'kind': row['kind'], 'sum': total(row['content'])})
counted = {row['item']: row['answers'] for row in database.execute('SELECT item, answers FROM participation_item')}
sound = database.execute('PRAGMA integrity_check').fetchone()[0]
json.dump({'answers': list(answers.values()), 'counted': counted, 'sound': sound}, sys.stdout)
`;

/** Every answer in the database of a backend that has stopped, how many the backend has counted by item, and SQLite's own check. */
export async function storedIn(data: string): Promise<{ answers: Stored[]; counted: Record<string, number>; sound: string }> {
  const { stdout } = await promisify(execFile)('python3', ['-c', read, join(data, 'stadtkern.db')], { maxBuffer: 1 << 28 });
  return JSON.parse(stdout) as Awaited<ReturnType<typeof storedIn>>;
}
