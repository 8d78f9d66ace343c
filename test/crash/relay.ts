import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type Delivery = {
  id: string;
  event: string;
  headers: Record<string, string>;
  body: Buffer;
  /** Something the app has to act upon, and not only one of the many things GitHub tells. */
  matters: boolean;
  accepted: boolean;
};

export type Relay = {
  url: string;
  /** Where the app listens now; null while it is down. */
  app: string | null;
  deliveries: readonly Delivery[];
  /** Sends a delivery (again), as GitHub does when somebody presses "Redeliver". */
  send(delivery: Delivery): Promise<void>;
  /** Resolves when nothing is on its way. */
  quiet(): Promise<void>;
  close(): Promise<void>;
};

/** Stands where the webhook points to and remembers what GitHub sent, so that it can be sent again. */
export async function startRelay(): Promise<Relay> {
  const deliveries: Delivery[] = [];
  const under = new Set<Promise<void>>();
  const server = createServer(async (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter((pair): pair is [string, string] => /^(x-|content-type)/.test(pair[0])),
    );
    const body = await buffer(request);
    const delivery: Delivery = {
      id: headers['x-github-delivery'] ?? '',
      event: headers['x-github-event'] ?? '',
      headers,
      body,
      matters: matters(headers['x-github-event'] ?? '', body),
      accepted: false,
    };
    deliveries.push(delivery);
    void relay.send(delivery);
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  async function carry(delivery: Delivery): Promise<void> {
    if (relay.app === null) return;
    try {
      const { headers, body } = delivery;
      const answer = await fetch(`${relay.app}/webhooks/github`, {
        method: 'POST',
        headers,
        body: new Uint8Array(body),
      });
      if (answer.status === 202) delivery.accepted = true;
    } catch (thrown) {
      // The process was killed meanwhile: the delivery stays unaccepted, which is all GitHub would know.
      if (!(thrown instanceof TypeError)) throw thrown;
    }
  }

  const relay: Relay = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    app: null,
    deliveries,
    send(delivery) {
      const sending = carry(delivery).finally(() => under.delete(sending));
      under.add(sending);
      return sending;
    },
    async quiet() {
      while (under.size > 0) await Promise.all(under);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return relay;
}

function matters(event: string, body: Buffer): boolean {
  const { action, ref } = JSON.parse(body.toString('utf8')) as { action?: string; ref?: string };
  if (event === 'push') return ref === 'refs/heads/main';
  return event === 'pull_request' && ['opened', 'synchronize', 'closed', 'reopened'].includes(action ?? '');
}
