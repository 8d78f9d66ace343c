import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export type Saver = { touch(): void; flush(): Promise<void> };

/** Writes are gathered for this long, so that a burst of messages is one write. */
const gatherMs = 150;

/**
 * Keeps a file equal to `snapshot()`. Each write goes to a neighbour file first and is renamed into place,
 * so a crash leaves the last whole state. `flush` resolves after everything touched is on disk, or throws.
 */
export function saveTo(file: string | undefined, snapshot: () => unknown): Saver {
  if (file === undefined) return { touch: () => undefined, flush: () => Promise.resolve() };
  let timer: NodeJS.Timeout | undefined;
  let dirty = false;
  let writing = Promise.resolve();

  async function write(target: string): Promise<void> {
    if (!dirty) return;
    dirty = false;
    await mkdir(dirname(target), { recursive: true });
    await writeFile(`${target}.next`, JSON.stringify(snapshot()), { mode: 0o600 });
    await rename(`${target}.next`, target);
  }

  function enqueue(target: string): Promise<void> {
    writing = writing.catch(() => undefined).then(() => write(target));
    return writing;
  }

  return {
    touch() {
      dirty = true;
      if (timer) return;
      timer = setTimeout(() => {
        timer = undefined;
        enqueue(file).catch((error: unknown) => {
          dirty = true;
          process.emitWarning(`The workspace state could not be written to ${file}: ${String(error)}`);
        });
      }, gatherMs);
    },
    async flush() {
      clearTimeout(timer);
      timer = undefined;
      await enqueue(file);
    },
  };
}
