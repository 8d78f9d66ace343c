import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPack } from '../flow/gate/read-pack.ts';
import type { StoredPack } from '../model/pack.ts';
import type { Watcher } from '../model/watch.ts';
import { readWatchers } from '../rules/watch/registry.ts';
import { CountersignError } from '../shared/errors.ts';

const SHIPPED_WATCHERS = fileURLToPath(new URL('../../manifests/watchers', import.meta.url));
const SHIPPED_PACKS = fileURLToPath(new URL('../../manifests/packs', import.meta.url));

/** The packs of a folder, the shipped ones when none is named; throws every problem of the first bad file. */
export async function readPacks(dir: string): Promise<StoredPack[]> {
  const packs: StoredPack[] = [];
  for (const file of await yamlFiles(dir === '' ? SHIPPED_PACKS : dir)) {
    const read = readPack(file.text, file.name);
    if (read.ok) packs.push(read.value);
    else
      throw new CountersignError(
        'bad-pack',
        read.error.map((problem) => `${problem.file}:${problem.line}:${problem.column} ${problem.message}`).join('\n'),
        { permanent: true },
      );
  }
  return packs;
}

/** The shipped watchers and, beside them, those of the operator. */
export async function readWatcherFiles(dir: string | null): Promise<Watcher[]> {
  const own = dir === null ? [] : await yamlFiles(dir);
  const read = readWatchers([...(await yamlFiles(SHIPPED_WATCHERS)), ...own]);
  if (read.ok) return read.value;
  throw new CountersignError('bad-watcher', read.error.map((problem) => problem.message).join('\n'), {
    permanent: true,
  });
}

async function yamlFiles(dir: string): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(dir)).filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name: join(dir, name), text: await readFile(join(dir, name), 'utf8') })),
  );
}
