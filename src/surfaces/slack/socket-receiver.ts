import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import { type Logger, LogLevel, SocketModeClient } from '@slack/socket-mode';
import type { Log } from '../../ports/log.ts';
import { backoffMs } from '../../shared/backoff.ts';
import { messageOf } from '../../shared/errors.ts';
import { SECOND_MS } from '../../shared/time.ts';

type SlackEvent = {
  ack: (response?: Record<string, unknown>) => Promise<void>;
  body: Record<string, unknown>;
  retry_num?: number;
  retry_reason?: string;
};

/** A dead network is tried again at most this far apart, so that the bot is back soon after the network is. */
const LONGEST_WAIT_MS = 30 * SECOND_MS;
/** A connection that is being opened to a Slack that does not answer must not hold up a stop. */
const STOP_PATIENCE_MS = 2 * SECOND_MS;

/**
 * Socket Mode over two connections. Slack sends each envelope to one of them and replaces each every few hours; a
 * press that falls into that gap would be lost without the other.
 *
 * The client's own reconnecting stays off: it waits five seconds first, and when Slack cannot be reached then it ends
 * in a rejection nobody can catch. Bolt's receiver has the same client, one connection, and no way to name an API URL.
 */
export class TwinSocketReceiver implements Receiver {
  readonly #clients: SocketModeClient[];
  readonly #log: Log;
  #app: App | null = null;
  #stopping = false;
  readonly #opening = new Set<Promise<unknown>>();

  constructor(options: { appToken: string; apiUrl: string | null; log: Log }) {
    this.#log = options.log;
    this.#clients = [0, 1].map(
      () =>
        new SocketModeClient({
          appToken: options.appToken,
          autoReconnectEnabled: false,
          logger: loggerOver(options.log),
          clientOptions: {
            retryConfig: { retries: 0 },
            ...(options.apiUrl === null ? {} : { slackApiUrl: options.apiUrl }),
          },
        }),
    );
    for (const client of this.#clients) client.on('slack_event', (event: SlackEvent) => this.#receive(event));
  }

  init(app: App): void {
    this.#app = app;
  }

  /** Resolves when the first connection is up; keeps trying until then, and keeps both up afterwards. */
  async start(): Promise<void> {
    this.#stopping = false;
    await Promise.race(this.#clients.map((client) => this.#keepUp(client)));
  }

  /** Ends both connections, and one that is being opened as soon as it is open: nothing may come in after this. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#clients.map(hangUp));
    const patience = new Promise((resolve) => setTimeout(resolve, STOP_PATIENCE_MS).unref());
    await Promise.race([Promise.allSettled(this.#opening), patience]);
  }

  /** How many of the two connections are up. */
  connected(): number {
    return this.#clients.filter((client) => client.websocket?.isActive() === true).length;
  }

  async #keepUp(client: SocketModeClient): Promise<void> {
    for (let attempt = 1; !this.#stopping; attempt += 1) {
      try {
        const opening = client.start();
        this.#opening.add(opening);
        await opening.finally(() => this.#opening.delete(opening));
        if (this.#stopping) {
          await hangUp(client);
          return;
        }
        client.once('disconnected', () => {
          if (this.#stopping) return;
          this.#log.info({}, 'a Slack connection ended; connecting again');
          void this.#keepUp(client);
        });
        return;
      } catch (thrown) {
        const wait = Math.min(LONGEST_WAIT_MS, backoffMs(attempt, Math.random(), null));
        this.#log.warn({ err: messageOf(thrown), attempt, waitMs: wait }, 'Slack could not be reached');
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  async #receive(event: SlackEvent): Promise<void> {
    const received: ReceiverEvent = {
      body: event.body,
      ack: async (response) => event.ack(response === undefined || response === '' ? undefined : ackBody(response)),
      ...(event.retry_num === undefined ? {} : { retryNum: event.retry_num }),
      ...(event.retry_reason === undefined ? {} : { retryReason: event.retry_reason }),
    };
    try {
      await this.#app?.processEvent(received);
    } catch (thrown) {
      this.#log.error(
        { err: messageOf(thrown) },
        'a Slack envelope could not be worked on; Slack will say so to the person',
      );
    }
  }
}

/** What the client complains about goes where everything else is logged, scrubbed; its chatter goes nowhere. */
function loggerOver(log: Log): Logger {
  const complain = (...said: unknown[]) => log.warn({ err: said.map(messageOf).join(' ') }, 'a Slack connection');
  const ignore = () => undefined;
  return {
    debug: ignore,
    info: ignore,
    warn: complain,
    error: complain,
    setLevel: ignore,
    getLevel: () => LogLevel.WARN,
    setName: ignore,
  };
}

async function hangUp(client: SocketModeClient): Promise<void> {
  if (client.websocket?.isActive() === true) await client.disconnect();
}

function ackBody(response: unknown): Record<string, unknown> {
  return typeof response === 'string' ? { text: response } : (response as Record<string, unknown>);
}
