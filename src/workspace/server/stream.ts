import type { ServerResponse } from 'node:http';
import type { StreamEvent } from '../page-api.ts';

export type Stream = {
  join(userId: string, response: ServerResponse): void;
  /** Sends to everybody whose id passes. */
  send(event: StreamEvent, to?: (userId: string) => boolean): void;
  close(): void;
};

const beatMs = 20_000;

/** Server-sent events to the open pages. */
export function createStream(): Stream {
  const open = new Set<{ userId: string; response: ServerResponse }>();
  const beat = setInterval(() => {
    for (const { response } of open) response.write(': still here\n\n');
  }, beatMs);
  beat.unref();
  return {
    join(userId, response) {
      const member = { userId, response };
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write('retry: 1000\n\n');
      open.add(member);
      response.on('close', () => open.delete(member));
    },
    send(event, to = () => true) {
      const line = `data: ${JSON.stringify(event)}\n\n`;
      for (const { userId, response } of open) if (to(userId)) response.write(line);
    },
    close() {
      clearInterval(beat);
      for (const { response } of open) response.end();
      open.clear();
    },
  };
}
