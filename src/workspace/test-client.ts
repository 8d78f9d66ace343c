import { WebSocket } from 'ws';
import type { Workspace } from './index.ts';
import { seed } from './test-seed.ts';

type Json = Record<string, unknown>;
export type Reply = Json & { ok: boolean; error?: string };

/** Calls the Web API with a JSON body, as the bot unless another token is given. */
export async function call(workspace: Workspace, method: string, args: Json = {}, token = seed.app.botToken) {
  const response = await fetch(workspace.apiUrl + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Reply;
}

export type Envelope = {
  envelope_id: string;
  type: string;
  payload: Json;
  retry_attempt?: number;
  retry_reason?: string;
};
export type RawSocket = {
  received: Json[];
  envelopes(): Envelope[];
  ack(envelope: Envelope, payload?: Json): void;
  close(): void;
  closed: Promise<void>;
};

/** A socket that acknowledges only the envelopes that pass `takes`. Resolves after `hello`. */
export async function connect(workspace: Workspace, takes = (_envelope: Envelope) => false): Promise<RawSocket> {
  const { url } = await call(workspace, 'apps.connections.open', {}, seed.app.appToken);
  const socket = new WebSocket(String(url));
  const received: Json[] = [];
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject);
    socket.on('message', (data) => {
      const message = JSON.parse(data.toString()) as Json & Envelope;
      received.push(message);
      if (message.envelope_id && takes(message)) socket.send(JSON.stringify({ envelope_id: message.envelope_id }));
      resolve();
    });
  });
  return {
    received,
    envelopes: () => received.filter((each) => each.envelope_id !== undefined) as Envelope[],
    ack: ({ envelope_id }, payload) => socket.send(JSON.stringify({ envelope_id, ...(payload ? { payload } : {}) })),
    close: () => socket.close(),
    closed,
  };
}
