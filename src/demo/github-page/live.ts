import type { ServerResponse } from 'node:http';

export type Live = {
  join(response: ServerResponse): void;
  /** Something on the emulated GitHub changed: open pages fetch themselves again. */
  changed(): void;
  close(): void;
};

/** A burst of changes (a push is five calls) is told once. */
const GATHER_MS = 120;
const BEAT_MS = 20_000;

/** Server-sent events to the open pages; they carry no data, only the news that there is some. */
export function createLive(): Live {
  const open = new Set<ServerResponse>();
  let gathering: NodeJS.Timeout | null = null;
  const say = (line: string) => {
    for (const response of open) response.write(line);
  };
  const beat = setInterval(() => say(': still here\n\n'), BEAT_MS);
  beat.unref();
  return {
    join(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      open.add(response);
      response.on('close', () => open.delete(response));
    },
    changed() {
      gathering ??= setTimeout(() => {
        gathering = null;
        say('data: changed\n\n');
      }, GATHER_MS).unref();
    },
    close() {
      clearInterval(beat);
      if (gathering !== null) clearTimeout(gathering);
      for (const response of open) response.end();
      open.clear();
    },
  };
}
