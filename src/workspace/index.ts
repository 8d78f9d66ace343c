import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import type { Core } from './core.ts';
import { emptyData, plant, readData } from './data.ts';
import { createDeliveries, type Delivered, type Envelope } from './delivery/deliver.ts';
import { createEvents } from './delivery/events.ts';
import { createSocketHub } from './delivery/socket-hub.ts';
import { noFaults } from './faults.ts';
import type { ActResult, Faults, PageMessage, PageView, PersonAct, WireRecord, WorkspaceState } from './page-api.ts';
import { stateFor, visibleMessages } from './page-state.ts';
import { carryOut } from './people/act.ts';
import { saveTo } from './save.ts';
import { type ParsedSeed, WorkspaceSeed } from './seed.ts';
import { isLocal } from './server/http-kit.ts';
import { openHome } from './server/page-route.ts';
import { handle } from './server/router.ts';
import { createStream } from './server/stream.ts';
import { createTriggers } from './triggers.ts';
import { allMethods } from './web-api/methods.ts';
import { createRates } from './web-api/rates.ts';
import { createWireLog } from './wire.ts';

export type { ActResult, Faults, PageMessage, PageView, PersonAct, WireRecord, WorkspaceState } from './page-api.ts';
export { WorkspaceSeed } from './seed.ts';
export { validateBlocks } from './validate/validate-blocks.ts';
export { validateView } from './validate/validate-view.ts';

export type WorkspaceOptions = {
  /** 0 or absent: any free port. Only 127.0.0.1 is listened on. */
  port?: number;
  /** Where everything is kept. Absent: in memory only. */
  stateFile?: string;
  seed: WorkspaceSeed;
  /** Enforces Slack's rate tiers with 429 and Retry-After. */
  strictRates?: boolean;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** How long the app has to acknowledge; Slack gives 3000. */
  ackMs?: number;
  /** Waits before an event is delivered again; Slack: about at once, a minute, five minutes. */
  retryDelaysMs?: readonly number[];
};

export type Workspace = {
  /** The page; the Web API is below `/api/`. */
  url: string;
  /** What SLACK_API_URL gets. */
  apiUrl: string;
  act(act: PersonAct): Promise<ActResult>;
  /** Opens the app's Home tab for somebody, as clicking it does. */
  openHome(as: string): PageView | null;
  state(as: string): WorkspaceState;
  messages(channel: string, threadTs?: string): PageMessage[];
  faults(change: Partial<Faults>): Faults;
  records(): WireRecord[];
  /** Asks sockets to reconnect, oldest first, as Slack does when it recycles a host; all when no count is given. */
  refreshSockets(count?: number): void;
  /** How many sockets of the app may be given payloads. */
  sockets(): number;
  /**
   * Sends any payload to the app over the present transport, true or forged, and tells what it acknowledged.
   * For tests of what an app must not believe.
   */
  deliver(type: Envelope['type'], payload: Record<string, unknown>): Promise<Delivered>;
  /** Resolves after the state is on disk and every connection is closed. */
  stop(): Promise<void>;
};

/**
 * Starts a small slack.com for one workspace and one app, on loopback.
 * Throws when the seed is not valid, the state file cannot be read, or the port is taken.
 */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const seed = parseSeed(options.seed);
  const now = options.now ?? Date.now;
  const data = options.stateFile === undefined ? emptyData() : await readData(options.stateFile);
  plant(data, seed, now());

  const server = createServer();
  const url = await listen(server, options.port ?? 0);
  const stream = createStream();
  const saver = saveTo(options.stateFile, () => data);
  let core: Core;
  const sockets = createSocketHub({
    appId: seed.app.id,
    changed: () => {
      stream.send({ type: 'state' });
      core.events.pump();
    },
  });
  core = {
    data,
    stream,
    now,
    team: seed.team,
    app: seed.app,
    botId: `B${seed.app.botUserId.slice(1)}`,
    faults: { ...noFaults },
    modals: new Map(),
    triggers: createTriggers(now),
    wire: createWireLog(now, (record) => stream.send({ type: 'wire', record })),
    deliveries: createDeliveries(() => core, sockets),
    events: createEvents(() => core),
    strictRates: options.strictRates ?? false,
    timing: { ackMs: options.ackMs ?? 3000, retryDelaysMs: options.retryDelaysMs ?? [1000, 60_000, 300_000] },
    url: () => url,
    touch: saver.touch,
  };

  function setFaults(change: Partial<Faults>): Faults {
    Object.assign(core.faults, change, { dropSocket: false });
    if (change.dropSocket) sockets.drop();
    stream.send({ type: 'state' });
    return { ...core.faults };
  }

  const routes = { core, setFaults, methods: allMethods(sockets.ticket), rates: createRates(now) };
  server.on('request', (request, response) => void handle(routes, request, response));
  server.on('upgrade', (request, socket, head) => {
    if (isLocal(request)) sockets.upgrade(request, socket, head);
    else socket.destroy();
  });
  core.events.pump();

  return {
    url,
    apiUrl: `${url}/api/`,
    act: (act) => carryOut(core, act),
    openHome: (as) => openHome(core, as),
    state: (as) => stateFor(core, as),
    messages: (channel, threadTs) => visibleMessages(core, null, channel, threadTs),
    faults: setFaults,
    records: () => core.wire.list(),
    refreshSockets: (count = Number.POSITIVE_INFINITY) => sockets.refresh(count),
    sockets: () => sockets.count(),
    deliver: (type, payload) =>
      core.deliveries.send({ type, kind: String(payload.type ?? type), summary: 'sent as given', payload }),
    async stop() {
      core.events.stop();
      await sockets.close();
      stream.close();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await saver.flush();
    },
  };
}

function parseSeed(seed: WorkspaceSeed): ParsedSeed {
  const parsed = WorkspaceSeed.safeParse(seed);
  if (parsed.success) return parsed.data;
  throw new Error(
    `The workspace cannot start because its seed is not valid. Correct it:\n${z.prettifyError(parsed.error)}`,
  );
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error) => {
      reject(
        new Error(`The workspace cannot listen on 127.0.0.1:${port}. Free the port or choose another.`, { cause }),
      );
    };
    server.once('error', refuse);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', refuse);
      server.on('error', (error) => process.emitWarning(`The workspace could not take a connection: ${error.message}`));
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}
