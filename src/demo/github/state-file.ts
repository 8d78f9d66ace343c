import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EmulatorInsides } from './emulate-internals.ts';
import { wrapFetch } from './repairs.ts';

/** Puts back what an earlier run saved, if any did. */
export function restoreState({ store }: EmulatorInsides, file: string): void {
  if (!existsSync(file)) return;
  try {
    store.restore(JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new Error(`The state of the emulated GitHub in ${file} cannot be read; delete the file and start again.`, {
      cause,
    });
  }
}

/** Saves after every change and before it is answered, so that what a caller was told is still true after a kill. */
export function saveChanges(insides: EmulatorInsides, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  wrapFetch(insides, async (request, next) => {
    const response = await next(request);
    if (request.method !== 'GET' && response.ok) saveState(insides, file);
    return response;
  });
}

function saveState({ store }: EmulatorInsides, file: string): void {
  const draft = `${file}.next`;
  writeFileSync(draft, JSON.stringify(store.snapshot()), { mode: 0o600 });
  renameSync(draft, file);
}
