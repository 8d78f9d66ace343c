import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Delivered, Envelope } from './deliver.ts';

export type SocketHub = {
  /** A one-shot address for one connection, good for 30 seconds. */
  ticket(): string;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Sockets that may still be given envelopes. */
  count(): number;
  /** Gives the envelope to exactly one socket and waits for its acknowledgement. */
  send(envelope: Envelope, ackMs: number): Promise<Delivered>;
  /** Asks this many connected clients to reconnect, oldest first, as Slack does when it recycles a host. */
  refresh(count: number): void;
  /** Cuts every connection without a word. */
  drop(): void;
  /** Says goodbye to every client; resolves when all are gone. */
  close(): Promise<void>;
};

type Link = { socket: WebSocket; retiring: boolean; alive: boolean };
type Waiting = { link: Link; settle: (delivered: Delivered) => void };

const maxLinks = 10;
const ticketMs = 30_000;
const pingMs = 10_000;
const refreshGraceMs = 10_000;
const goodbyeMs = 300;

export function createSocketHub(options: { appId: string; changed: () => void }): SocketHub {
  const server = new WebSocketServer({ noServer: true, maxPayload: 1_000_000 });
  const tickets = new Map<string, number>();
  const links = new Set<Link>();
  const waiting = new Map<string, Waiting>();
  let turn = 0;
  let closing = false;

  const ready = () => [...links].filter((link) => !link.retiring && link.socket.readyState === link.socket.OPEN);

  const pings = setInterval(() => {
    for (const link of links) {
      if (!link.alive) link.socket.terminate();
      link.alive = false;
      link.socket.ping();
    }
  }, pingMs);
  pings.unref();

  function leave(link: Link): void {
    links.delete(link);
    for (const [id, pending] of waiting) {
      if (pending.link !== link) continue;
      waiting.delete(id);
      pending.settle({ ok: false, reason: 'connection_failed', noRetry: false });
    }
    options.changed();
  }

  function receive(link: Link, text: string): void {
    let message: { envelope_id?: unknown; payload?: unknown };
    try {
      message = JSON.parse(text);
    } catch {
      link.socket.close(1003, 'messages must be JSON');
      return;
    }
    const pending = waiting.get(String(message?.envelope_id));
    // An acknowledgement counts only on the socket that was given the envelope.
    if (pending?.link !== link) return;
    waiting.delete(String(message.envelope_id));
    pending.settle({ ok: true, answer: message.payload ?? null });
  }

  function welcome(socket: WebSocket): void {
    const link: Link = { socket, retiring: false, alive: true };
    if (ready().length >= maxLinks) {
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      socket.close();
      return;
    }
    links.add(link);
    socket.on('pong', () => {
      link.alive = true;
    });
    socket.on('message', (data) => {
      link.alive = true;
      receive(link, data.toString());
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => leave(link));
    socket.send(
      JSON.stringify({
        type: 'hello',
        num_connections: ready().length,
        connection_info: { app_id: options.appId },
        debug_info: { host: 'embedded-workspace', build_number: 1, approximate_connection_time: 18060 },
      }),
    );
    options.changed();
  }

  return {
    ticket() {
      for (const [old, goodUntilMs] of tickets) if (goodUntilMs < Date.now()) tickets.delete(old);
      const ticket = randomBytes(18).toString('base64url');
      tickets.set(ticket, Date.now() + ticketMs);
      return ticket;
    },
    upgrade(request, socket, head) {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const ticket = url.searchParams.get('ticket') ?? '';
      const goodUntilMs = tickets.get(ticket) ?? 0;
      tickets.delete(ticket);
      if (closing || !/^\/link\/?$/.test(url.pathname) || goodUntilMs < Date.now()) {
        socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n');
        return;
      }
      server.handleUpgrade(request, socket, head, welcome);
    },
    count: () => ready().length,
    send({ type, payload, retry }, ackMs) {
      const candidates = ready();
      turn += 1;
      const link = candidates[turn % Math.max(candidates.length, 1)];
      if (!link) return Promise.resolve({ ok: false, reason: 'no_connection', noRetry: false });
      const envelope_id = randomUUID();
      const isEvent = type === 'events_api';
      const retries = isEvent ? { retry_attempt: retry?.attempt ?? 0, retry_reason: retry?.reason ?? '' } : {};
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(envelope_id);
          resolve({ ok: false, reason: 'http_timeout', noRetry: false });
        }, ackMs);
        const settle = (delivered: Delivered) => {
          clearTimeout(timer);
          resolve(delivered);
        };
        waiting.set(envelope_id, { link, settle });
        link.socket.send(
          JSON.stringify({ envelope_id, type, payload, accepts_response_payload: !isEvent, ...retries }),
        );
      });
    },
    refresh(count) {
      for (const link of ready().slice(0, count)) {
        link.retiring = true;
        link.socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested' }));
        setTimeout(() => link.socket.close(), refreshGraceMs).unref();
      }
      options.changed();
    },
    drop() {
      for (const link of links) link.socket.terminate();
    },
    async close() {
      closing = true;
      clearInterval(pings);
      const gone = [...links].map(
        ({ socket }) => new Promise<void>((resolve) => socket.once('close', () => resolve())),
      );
      for (const { socket } of links) socket.close(1001);
      const cut = setTimeout(() => {
        for (const { socket } of links) socket.terminate();
      }, goodbyeMs);
      await Promise.all(gone);
      clearTimeout(cut);
      server.close();
    },
  };
}
