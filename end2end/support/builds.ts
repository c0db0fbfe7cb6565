import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The build under test. */
export const currentBuild = process.env['STADTKERN_DIST'] ?? resolve(import.meta.dirname, '../../dist');

/** What the worker's list of a build looks like, as `cargo xtask after-build` writes it. */
interface List {
  version: string;
  files: { url: string; revision: string | null }[];
}

/**
 * The version before the build under test, in a folder of its own: a real older one from `STADTKERN_DIST_BEFORE`, or a
 * copy whose loader differs.
 */
export async function buildBefore(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stadtkern-before-'));
  const older = process.env['STADTKERN_DIST_BEFORE'] || undefined;
  await cp(older ?? currentBuild, folder, { recursive: true });
  if (!older) await differ(folder);
  return folder;
}

/** Removes the folder of a build. */
export function removeBuild(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** Changes the loader and with it the worker's list; the compressed copies would be the ones from before. */
async function differ(folder: string): Promise<void> {
  const loader = `${await readFile(join(folder, 'boot.js'), 'utf8')}\n// the version before\n`;
  const revision = createHash('sha256').update(loader).digest('hex').slice(0, 16);
  const worker = await readFile(join(folder, 'sw.js'), 'utf8');
  const list = /^const BUILD = (\{.*\});$/m.exec(worker)?.[1];
  if (!list) throw new Error('sw.js holds no list of files: is this a finished build?');
  const build = JSON.parse(list) as List;
  const changed: List = {
    ...build,
    version: revision,
    files: build.files.map((file) => (file.url === '/boot.js' ? { ...file, revision } : file))
  };
  await writeFile(join(folder, 'boot.js'), loader);
  await writeFile(join(folder, 'sw.js'), worker.replace(list, () => JSON.stringify(changed)));
  await Promise.all(['boot.js', 'sw.js'].flatMap((file) => ['br', 'gz'].map((end) => rm(join(folder, `${file}.${end}`), { force: true }))));
}
